import { expect, test } from '@jest/globals';
import { isNetworkUuid, isVmUuid } from '../../domain/ids';
import { forwardingNics, sendersOf, type Sender } from '../../domain/senders';
import { detection, saw } from './sample-detection';
import { host, nic, pool, uuid, vif } from './sample-pool';

const network = (n: number) => uuid(isNetworkUuid, n);
const bond = nic(5, 2, 'bond0', { kind: 'bond', mac: '02:00:00:00:00:22', network: network(5) });
const member = { kind: 'bond-member', bondPif: bond.uuid } as const;

const inventory = {
  ...pool({
    hosts: [host(1), host(2)],
    pifs: [
      nic(1, 1, 'eth1', { mac: '02:00:00:00:00:11', network: network(1) }),
      nic(2, 1, 'eth1', { kind: 'vlan', mac: '02:00:00:00:00:11', network: network(2) }),
      nic(3, 2, 'eth2', { ...member, mac: '02:00:00:00:00:22', network: network(3) }),
      nic(4, 2, 'eth3', { ...member, mac: '02:00:00:00:00:23', network: network(4) }),
      bond,
      nic(6, 2, 'bond0', { kind: 'vlan', mac: '02:00:00:00:00:22', network: network(6) }),
      nic(7, 2, 'eth4', { mac: '02:00:00:00:00:24', network: network(7) }),
    ],
    vifs: [
      vif(1, 1, 'vif1.0', { mac: '02:00:00:00:00:a1', network: network(1) }),
      vif(2, 1, 'vif2.0', { mac: '02:00:00:00:00:a2', network: network(2) }),
      vif(3, 2, 'vif3.0', { mac: '02:00:00:00:00:a3', network: network(5) }),
      vif(4, 2, 'vif4.0', { mac: '02:00:00:00:00:a4', network: network(6) }),
    ],
  }),
  vmNames: { [uuid(isVmUuid, 3)]: 'web' },
};
const uuidOf = (n: number) => nic(n, 1, 'eth0').uuid;
const guest = (n: number) => uuid(isVmUuid, n);
const behindBond = { kind: 'bond', name: 'host-2 bond0' } as const;

test.each<[string, string, Sender]>([
  ['a NIC’s own address is the NIC', '02:00:00:00:00:11', { kind: 'nic', nic: uuidOf(1), guest: null }],
  ['a guest’s is the NIC of its network', '02:00:00:00:00:a1', { kind: 'nic', nic: uuidOf(1), guest: guest(1) }],
  ['a guest’s on a VLAN is the NIC below', '02:00:00:00:00:a2', { kind: 'nic', nic: uuidOf(1), guest: guest(2) }],
  ['a bond’s may be any member’s', '02:00:00:00:00:22', { ...behindBond, guest: null }],
  ['a member’s own address is that member', '02:00:00:00:00:23', { kind: 'nic', nic: uuidOf(4), guest: null }],
  ['a guest’s behind a bond may be any member’s too', '02:00:00:00:00:a3', { ...behindBond, guest: 'web' }],
  ['a guest’s on a VLAN of a bond too', '02:00:00:00:00:a4', { ...behindBond, guest: guest(4) }],
  ['any other is outside the pool', '02:00:00:00:00:ff', { kind: 'outside' }],
])('%s', (_, mac, sender) => {
  expect(sendersOf(inventory, [])(mac)).toEqual(sender);
});

/** A capture on the second host that saw the address leave by these NICs. */
const leaving = (mac: string, ...devices: readonly string[]) => [
  {
    host: host(2).uuid,
    detection: detection(
      Object.fromEntries(devices.map((device) => [device, saw({ sent: { [mac]: { judged: 50, bad: 0 } } })])),
    ),
  },
];

test.each<[string, string, readonly string[], Sender]>([
  [
    'the bond member by which a guest was seen to leave',
    '02:00:00:00:00:a3',
    ['eth3'],
    { kind: 'nic', nic: uuidOf(4), guest: 'web' },
  ],
  ['no member where it left by both', '02:00:00:00:00:a3', ['eth2', 'eth3'], { ...behindBond, guest: 'web' }],
  [
    'the NIC of the host that a VM moved to meanwhile',
    '02:00:00:00:00:a1',
    ['eth4'],
    { kind: 'nic', nic: uuidOf(7), guest: guest(1) },
  ],
  ['nobody in the pool for an address that only passes through', '02:00:00:00:00:ff', ['eth4'], { kind: 'outside' }],
])('captures tell the sender: %s', (_, mac, devices, sender) => {
  expect(sendersOf(inventory, leaving(mac, ...devices))(mac)).toEqual(sender);
});

test('NICs on the way of running VMs forward, those below VLANs and bonds too; others do not', () => {
  expect([...forwardingNics(inventory)].sort()).toEqual([uuidOf(1), uuidOf(3), uuidOf(4)]);
});
