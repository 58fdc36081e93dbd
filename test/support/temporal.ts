import type { ServerAddress } from '../../temporal/connect';

/** The server of this test run (global-setup.ts). */
export function testServer(): ServerAddress {
  const address = process.env.XEN_OFFLOAD_TEST_ADDRESS;
  if (address === undefined) throw new Error('no test server: run the tests with jest, which starts one');
  return { address, namespace: 'default' };
}
