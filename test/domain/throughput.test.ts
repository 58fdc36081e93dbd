import { expect, test } from '@jest/globals';
import { findRoute } from '../../domain/throughput';
import { host } from './sample-pool';

const hosts = [host(1), host(2), { ...host(3), name: 'twin' }, { ...host(4), name: 'twin' }];
const [first, last] = [host(1).uuid, host(4).uuid];

test.each([
  ['by name, at its management address', 'host-1', 'host-2', null, '10.0.0.2'],
  ['by uuid, where the name is another host’s too', first, last, null, '10.0.0.4'],
  ['at the address of another network', 'host-1', 'host-2', '192.168.7.2', '192.168.7.2'],
])('a host is found %s', (_, from, to, given, address) => {
  expect(findRoute(hosts, { from, to, address: given })).toMatchObject({
    route: { from: { address: '10.0.0.1' }, address },
    problem: null,
  });
});

test.each([
  [
    'that the pool does not have, with those it has',
    'host-1',
    'host-9',
    'no host host-9 in the pool; there are host-1, host-2,',
  ],
  ['of that name of which there are two', 'twin', 'host-1', '2 hosts are called twin; give the uuid'],
  ['with itself', 'host-1', first, 'one host'],
])('no throughput is measured with a host %s', (_, from, to, problem) => {
  expect(findRoute(hosts, { from, to, address: null }).problem).toContain(problem);
});
