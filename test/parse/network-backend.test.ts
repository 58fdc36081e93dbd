import { expect, test } from '@jest/globals';
import { parseNetworkBackend } from '../../parse/network-backend';

test.each([
  ['openvswitch\n', 'openvswitch'],
  ['bridge\n', 'bridge'],
  [' bridge ', 'bridge'],
  ['', 'openvswitch'],
  ['vswitch', 'openvswitch'],
  ['bridges', 'openvswitch'],
])('network.conf with %j is %s', (text, backend) => {
  expect(parseNetworkBackend(text)).toBe(backend);
});
