import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';
import type { ServerAddress } from '../../temporal/connect';
import { registerSearchAttributes } from '../../temporal/register-search-attributes';

/** The server of this test run (global-setup.ts). */
export function testServer(): ServerAddress {
  const address = process.env.XEN_OFFLOAD_TEST_ADDRESS;
  if (address === undefined) throw new Error('no test server: run the tests with jest, which starts one');
  return { address, namespace: 'default' };
}

/** The Web UI of that server. */
export function testWebUi(): string {
  const url = process.env.XEN_OFFLOAD_TEST_WEB_UI;
  if (url === undefined) throw new Error('no test server: run the tests with jest, which starts one');
  return url;
}

/** A namespace of its own for a test file: its worker then gets no other file's tasks, though the queue has one name. */
export async function testNamespace(): Promise<ServerAddress> {
  const { address } = testServer();
  const namespace = `test-${randomUUID()}`;
  const connection = await Connection.connect({ address });
  try {
    await connection.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: msToTs('24h') });
    await untilTrue(() => registerSearchAttributes(connection, namespace));
  } finally {
    await connection.close();
  }
  return { address, namespace };
}

/** Asks again until a state is reached; the test's own timeout bounds it. A namespace is known everywhere a moment late. */
async function untilTrue(ask: () => Promise<boolean>): Promise<void> {
  while (!(await ask().catch(() => false))) await setImmediate();
}
