import { packFeatures, type FeatureSet, type PackedFeatures } from '../../domain/features';
import { isDeviceName, isHostUuid, isNetworkUuid, isPifUuid, isPoolUuid, isVifUuid, isVmUuid } from '../../domain/ids';
import type { Host, Pif, PoolInventory, Vif } from '../../domain/inventory';

/** A uuid whose last digits are the number, checked to be of the kind asked for. */
export function uuid<Id extends string>(isKind: (text: string) => text is Id, n: number): Id {
  const text = `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  if (isKind(text)) return text;
  throw new Error(`${text} is not of this kind`);
}

export function device(name: string): Pif['device'] {
  if (isDeviceName(name)) return name;
  throw new Error(`${name} is no device name`);
}

export const host = (n: number): Host => ({
  uuid: uuid(isHostUuid, n),
  name: `host-${String(n)}`,
  address: `10.0.0.${String(n)}`,
  live: true,
});

export const nic = (n: number, hostNumber: number, name: string, more: Partial<Pif> = {}): Pif => ({
  uuid: uuid(isPifUuid, n),
  host: uuid(isHostUuid, hostNumber),
  kind: 'physical',
  device: device(name),
  mac: '02:00:00:00:00:01',
  mtu: 1500,
  network: uuid(isNetworkUuid, 1),
  management: false,
  vlan: null,
  bondPif: null,
  stored: {},
  ...more,
});

export const vif = (n: number, hostNumber: number | null, name: string | null, more: Partial<Vif> = {}): Vif => ({
  uuid: uuid(isVifUuid, n),
  vm: uuid(isVmUuid, n),
  host: hostNumber === null ? null : uuid(isHostUuid, hostNumber),
  device: name === null ? null : device(name),
  mac: `02:00:00:00:01:${String(n).padStart(2, '0')}`,
  network: uuid(isNetworkUuid, 1),
  stored: {},
  ...more,
});

export const pool = (parts: Pick<PoolInventory, 'hosts' | 'pifs' | 'vifs'>): PoolInventory => ({
  pool: { uuid: uuid(isPoolUuid, 1), name: 'pool', coordinator: uuid(isHostUuid, 1), haEnabled: false },
  templateVifs: [],
  vmNames: {},
  networkNames: {},
  ...parts,
});

/** A NIC with all offloads on, but for what a real one lacks. */
export const allOn: FeatureSet = {
  'rx-checksumming': 'on',
  'tx-checksumming': 'on',
  'tx-checksum-ip-generic': 'on',
  'scatter-gather': 'on',
  'tx-scatter-gather': 'on',
  'tcp-segmentation-offload': 'on',
  'tx-tcp-segmentation': 'on',
  'tx-tcp-mangleid-segmentation': 'off',
  'udp-fragmentation-offload': 'off',
  'generic-segmentation-offload': 'on',
  'generic-receive-offload': 'on',
  'large-receive-offload': 'fixed-off',
};

export const packed = (devices: Readonly<Record<string, FeatureSet>>): PackedFeatures =>
  packFeatures(new Map(Object.entries(devices).map(([name, features]) => [device(name), features])));
