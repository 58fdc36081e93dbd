import { namedMac, namedUuid } from './named-chance';
import type { BondRecord, HostRecord, NetworkRecord, PifRecord } from './xapi-database';

const networkPlans = [
  { name: 'management', label: 'Pool-wide network associated with eth0', bridge: 'xenbr0' },
  { name: 'data', label: 'data, the "fast" one', bridge: 'xenbr1' },
  { name: 'member-2', label: 'Pool-wide network associated with eth2', bridge: 'xenbr2' },
  { name: 'member-3', label: 'Pool-wide network associated with eth3', bridge: 'xenbr3' },
  { name: 'bond', label: 'Bond 2+3; storage', bridge: 'xapi0' },
  { name: 'vlan-42', label: "guests' VLAN 42", bridge: 'xapi1' },
] as const;

type NetworkName = (typeof networkPlans)[number]['name'];

const networkUuid = (seed: string, name: NetworkName): string => namedUuid(seed, `network/${name}`);

export const makeNetworks = (seed: string): NetworkRecord[] =>
  networkPlans.map(({ name, label, bridge }) => ({
    uuid: networkUuid(seed, name),
    nameLabel: label,
    nameDescription: '',
    bridge,
    otherConfig: {},
  }));

/** eth0 with management, eth1, eth2 and eth3 under bond0, and VLAN 42 on eth1, of every host. */
export function makePifs(seed: string, hosts: readonly HostRecord[]): { pifs: PifRecord[]; bonds: BondRecord[] } {
  const perHost = hosts.map((host, index) => makeHostPifs(seed, host, index));
  return { pifs: perHost.flatMap((each) => each.pifs), bonds: perHost.map((each) => each.bond) };
}

function makeHostPifs(seed: string, host: HostRecord, hostIndex: number): { pifs: PifRecord[]; bond: BondRecord } {
  const name = (part: string): string => `${host.nameLabel}/${part}`;
  const uuid = (part: string): string => namedUuid(seed, name(part));
  const nic = (device: string, network: NetworkName): PifRecord => ({
    uuid: uuid(`pif/${device}`),
    host: host.uuid,
    network: networkUuid(seed, network),
    device,
    mac: namedMac(seed, name(device)),
    mtu: 1500,
    physical: true,
    vlan: -1,
    vlanMasterOf: null,
    vlanSlaveOf: [],
    bondMasterOf: [],
    bondSlaveOf: null,
    management: false,
    ip: '',
    otherConfig: {},
  });
  const member = (device: string, network: NetworkName): PifRecord => ({
    ...nic(device, network),
    bondSlaveOf: uuid('bond'),
  });
  const eth0 = {
    ...nic('eth0', 'management'),
    management: true,
    ip: host.address,
    otherConfig: { 'xo:note': 'rack 7, port 3; "uplink"' },
  };
  const eth1 = {
    ...nic('eth1', 'data'),
    vlanSlaveOf: [uuid('vlan')],
    otherConfig: hostIndex === 0 ? { domain: 'example.org', 'ethtool-gro': 'on' } : {},
  };
  const members = [member('eth2', 'member-2'), member('eth3', 'member-3')];
  const bond = { ...nic('bond0', 'bond'), physical: false, bondMasterOf: [uuid('bond')], mac: members[0]?.mac ?? '' };
  const vlan = {
    ...nic('eth1', 'vlan-42'),
    uuid: uuid('pif/vlan-42'),
    physical: false,
    vlan: 42,
    vlanMasterOf: uuid('vlan'),
  };
  const slaves = members.map((pif) => pif.uuid);
  return {
    pifs: [eth0, eth1, ...members, bond, vlan],
    bond: { uuid: uuid('bond'), master: bond.uuid, slaves, otherConfig: {} },
  };
}
