import {
  isDeviceName,
  type DeviceName,
  type HostUuid,
  type NetworkUuid,
  type PifUuid,
  type PoolUuid,
  type VifUuid,
  type VmUuid,
} from './ids';
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
  /** The tag of a VLAN PIF, whose `device` is that of the PIF below it. */
  readonly vlan: number | null;
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

/** A VIF of a template or a snapshot, with offload keys: told of, and kept apart from those that a plan may change. */
export interface TemplateVif {
  readonly uuid: VifUuid;
  /** The template or snapshot. */
  readonly vm: VmUuid;
  readonly of: 'template' | 'snapshot';
  readonly stored: StoredModes;
}

/** What one read of xapi on the coordinator tells of a pool. */
export interface PoolInventory {
  readonly pool: Pool;
  readonly hosts: readonly Host[];
  readonly pifs: readonly Pif[];
  readonly vifs: readonly Vif[];
  readonly templateVifs: readonly TemplateVif[];
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
  /** PIFs that are no NICs and hold offload keys: told of, never changed. */
  readonly otherPifs: readonly Pif[];
}

/** Whether a PIF is a NIC, with offloads of its own. */
export const isNic = (pif: Pif): boolean => pif.kind === 'physical' || pif.kind === 'bond-member';

const hasKeys = ({ stored }: { readonly stored: StoredModes }): boolean => Object.keys(stored).length > 0;

/**
 * The PIFs that a run has anything to do with: NICs, those that hold offload keys, and the bonds and VLANs by which frames of
 * running VMs reach a NIC. A pool may have hundreds of VLANs on every host.
 */
export function pifsOfInterest({ pifs, vifs }: Pick<PoolInventory, 'pifs' | 'vifs'>): readonly Pif[] {
  const ways = new Set(vifs.map(({ host, network }) => `${host ?? ''} ${network}`));
  return pifs.filter(
    (pif) => isNic(pif) || hasKeys(pif) || pif.kind === 'bond' || ways.has(`${pif.host} ${pif.network}`),
  );
}

/** The NICs and running VIFs of one host; the management NIC last, since it is changed last (design §5). */
export function hostSlice(inventory: PoolInventory, host: Host): HostSlice {
  const pifs = inventory.pifs.filter((pif) => pif.host === host.uuid);
  const nics = pifs.filter(isNic);
  return {
    host,
    nics: [...nics.filter((nic) => !nic.management), ...nics.filter((nic) => nic.management)],
    vifs: inventory.vifs.filter((vif) => vif.host === host.uuid),
    otherPifs: pifs.filter((pif) => !isNic(pif) && hasKeys(pif)),
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

/** The device of a bond or VLAN PIF: `bond0`, `eth1.42`. Only a Linux bridge has it (facts/xenserver.md §1). */
export const otherPifDevice = ({ device, vlan }: Pif): string => (vlan === null ? device : `${device}.${String(vlan)}`);

/** The devices of bond and VLAN PIFs with offload keys, to be looked for. */
export const otherDevices = ({ otherPifs }: HostSlice): readonly DeviceName[] =>
  otherPifs.map(otherPifDevice).filter(isDeviceName);
