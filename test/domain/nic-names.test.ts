import { expect, test } from '@jest/globals';
import { isNetworkUuid } from '../../domain/ids';
import { sendersOf, type Sender } from '../../domain/nic-names';
import { host, nic, pool, uuid, vif } from './sample-pool';

const network = (n: number) => uuid(isNetworkUuid, n);

const inventory = pool({
  hosts: [host(1), host(2)],
  pifs: [
    nic(1, 1, 'eth1', { mac: '02:00:00:00:00:11', network: network(1) }),
    nic(2, 1, 'eth1', { kind: 'vlan', mac: '02:00:00:00:00:11', network: network(2) }),
    nic(3, 2, 'eth2', { kind: 'bond-member', mac: '02:00:00:00:00:22', network: network(3) }),
    nic(4, 2, 'eth3', { kind: 'bond-member', mac: '02:00:00:00:00:23', network: network(4) }),
    nic(5, 2, 'bond0', { kind: 'bond', mac: '02:00:00:00:00:22', network: network(5) }),
  ],
  vifs: [
    vif(1, 1, 'vif1.0', { mac: '02:00:00:00:00:a1', network: network(1) }),
    vif(2, 1, 'vif2.0', { mac: '02:00:00:00:00:a2', network: network(2) }),
    vif(3, 2, 'vif3.0', { mac: '02:00:00:00:00:a3', network: network(5) }),
  ],
});

test.each<[string, string, Sender]>([
  ['a NIC’s own address is the NIC', '02:00:00:00:00:11', { kind: 'nic', nic: nic(1, 1, 'eth1').uuid }],
  ['a guest’s is the NIC of its network', '02:00:00:00:00:a1', { kind: 'nic', nic: nic(1, 1, 'eth1').uuid }],
  ['a guest’s on a VLAN is the NIC below', '02:00:00:00:00:a2', { kind: 'nic', nic: nic(1, 1, 'eth1').uuid }],
  ['a bond’s may be any member’s', '02:00:00:00:00:22', { kind: 'bond', name: 'host-2 bond0' }],
  ['a guest’s behind a bond too', '02:00:00:00:00:a3', { kind: 'bond', name: 'host-2 bond0' }],
  ['any other is outside the pool', '02:00:00:00:00:ff', { kind: 'outside', mac: '02:00:00:00:00:ff' }],
])('%s', (_, mac, sender) => {
  expect(sendersOf(inventory)(mac)).toEqual(sender);
});
