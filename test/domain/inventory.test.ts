import { expect, test } from '@jest/globals';
import { isNetworkUuid } from '../../domain/ids';
import { pifsOfInterest } from '../../domain/inventory';
import { nic, uuid, vif } from './sample-pool';

const network = (n: number) => uuid(isNetworkUuid, n);
const vlan = { kind: 'vlan', vlan: 42 } as const;

test('a VLAN counts where a running VM is behind it or keys are on it; bonds and NICs always do', () => {
  const pifs = [
    nic(1, 1, 'eth0', { network: network(1) }),
    nic(2, 1, 'bond0', { kind: 'bond', network: network(2) }),
    nic(3, 1, 'eth0', { ...vlan, network: network(3) }),
    nic(4, 1, 'eth0', { ...vlan, network: network(4) }),
    nic(5, 1, 'eth0', { ...vlan, network: network(4), stored: { tx: 'off' } }),
    nic(6, 2, 'eth0', { ...vlan, network: network(3) }),
  ];
  const vifs = [vif(1, 1, 'vif1.0', { network: network(3) }), vif(2, null, null, { network: network(4) })];

  expect(pifsOfInterest({ pifs, vifs }).map(({ uuid: id }) => Number(id.slice(-2)))).toEqual([1, 2, 3, 5]);
});
