import type { DeviceName, HostUuid, NetworkUuid, PifUuid, PoolUuid, VifUuid, VmUuid } from './ids';
import type { Mode } from './modes';
import type { HostRef } from './run';

/** The `other-config:ethtool-*` values of an object as xapi keeps them, right or wrong; a mode left out has no key. */
export type StoredModes = Readonly<Partial<Record<Mode, string>>>;

export interface Pool {
  readonly uuid: PoolUuid;
  readonly name: string;
  readonly coordinator: HostUuid;
  readonly haEnabled: boolean;
}

/** A host as xapi knows it; its address is the management one, for SSH. */
export interface Host extends HostRef {
  /** Whether xapi sees the host alive. */
  readonly live: boolean;
}

/** `physical` and `bond-member` PIFs are NICs; the others have no offloads of their own on Open vSwitch. */
export type PifKind = 'physical' | 'bond-member' | 'bond' | 'vlan' | 'other';

export interface Pif {
  readonly uuid: PifUuid;
  readonly host: HostUuid;
  readonly kind: PifKind;
  readonly device: DeviceName;
  readonly mac: string;
  readonly mtu: number;
  readonly network: NetworkUuid;
  /** Carries the host's management traffic. */
  readonly management: boolean;
  /** Of a bond member: the PIF of its bond, which is plugged in its stead. */
  readonly bondPif: PifUuid | null;
  readonly stored: StoredModes;
}

/** A VIF of a real VM: never of a template, a snapshot or dom0. */
export interface Vif {
  readonly uuid: VifUuid;
  readonly vm: VmUuid;
  /** The host its VM runs on; null when the VM is halted. */
  readonly host: HostUuid | null;
  /** dom0's backend device, `vif<domid>.<n>`; null when the VM is halted. */
  readonly device: DeviceName | null;
  /** The guest's own address. */
  readonly mac: string;
  readonly network: NetworkUuid;
  readonly stored: StoredModes;
}

/** What one read of xapi on the coordinator tells of a pool. */
export interface PoolInventory {
  readonly pool: Pool;
  readonly hosts: readonly Host[];
  readonly pifs: readonly Pif[];
  readonly vifs: readonly Vif[];
  readonly vmNames: Readonly<Record<VmUuid, string>>;
  readonly networkNames: Readonly<Record<NetworkUuid, string>>;
}

/** A host as steps address it. */
export const hostRef = ({ uuid, name, address }: Host): HostRef => ({ uuid, name, address });

/** The part of an inventory that concerns one host. */
export interface HostSlice {
  readonly host: Host;
  readonly nics: readonly Pif[];
  readonly vifs: readonly Vif[];
}

/** Whether a PIF is a NIC, with offloads of its own. */
export const isNic = (pif: Pif): boolean => pif.kind === 'physical' || pif.kind === 'bond-member';

/** The NICs and running VIFs of one host; the management NIC last, since it is changed last (design §5). */
export function hostSlice(inventory: PoolInventory, host: Host): HostSlice {
  const nics = inventory.pifs.filter((pif) => pif.host === host.uuid && isNic(pif));
  return {
    host,
    nics: [...nics.filter((nic) => !nic.management), ...nics.filter((nic) => nic.management)],
    vifs: inventory.vifs.filter((vif) => vif.host === host.uuid),
  };
}

/** VIFs of halted VMs: they belong to no host now. */
export const poolSlice = (inventory: PoolInventory): readonly Vif[] =>
  inventory.vifs.filter((vif) => vif.host === null);

/** The devices of dom0 that a host's slice speaks of. */
export const sliceDevices = (slice: HostSlice): readonly DeviceName[] => [
  ...slice.nics.map((nic) => nic.device),
  ...slice.vifs.flatMap((vif) => (vif.device === null ? [] : [vif.device])),
];
