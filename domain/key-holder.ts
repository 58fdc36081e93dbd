import { modeState, type FeatureSet, type ModeState } from './features';
import type { NetworkBackend } from './inspection';
import { otherPifDevice, type HostSlice, type Pif, type StoredModes, type TemplateVif, type Vif } from './inventory';
import { stateOf } from './live';
import { isVifMode, type Mode } from './modes';
import type { StoredMeaning, StoredObject } from './stored';

/** Why a key does nothing where it is. */
export interface NoEffect {
  readonly why: string;
  /** What to do, up to the command that removes the key: `Remove it`. */
  readonly cure: string;
}

/** An object of xapi with offload keys, and what becomes of them there. */
export interface KeyHolder {
  /** A device, or the uuid of the object. */
  readonly target: string;
  readonly object: StoredObject;
  /** What it is, where keys may do nothing there: `a VIF`. */
  readonly noun: string;
  readonly stored: StoredModes;
  /** Why a key does nothing, though its value may be right; null where its value decides. */
  readonly ignores: (mode: Mode, meaning: StoredMeaning) => NoEffect | null;
  /** The mode as it is in force; null where nothing is running, or nothing is known. */
  readonly inForce: (mode: Mode) => ModeState | null;
  /** Whether the mode is off and comes on by itself with what it depends on. */
  readonly waits: (mode: Mode) => boolean;
  /** What puts a stored value into force, and when, as a sentence. */
  readonly intoForce: string;
  /** When xapi applies stored values, as the beginning of a sentence. */
  readonly applied: string;
}

/** What is known of the devices of one host. */
export interface HostDevices {
  readonly backend: NetworkBackend;
  /** Undefined where the host has no such device. */
  readonly features: (device: string) => FeatureSet | undefined;
}

/** Everything of a host that holds offload keys. */
export const hostKeyHolders = (slice: HostSlice, devices: HostDevices): readonly KeyHolder[] => [
  ...slice.nics.map((nic) => nicHolder(nic, devices)),
  ...slice.otherPifs.map((pif) => otherPifHolder(pif, slice, devices)),
  ...slice.vifs.map((vif) => vifHolder(vif, devices)),
];

const pifApplied = 'xapi applies it when it brings the PIF up';

function nicHolder({ uuid, device, stored, kind, bondPif }: Pif, devices: HostDevices): KeyHolder {
  const plugged = kind === 'bond-member' ? bondPlug(bondPif) : plug(uuid);
  return {
    target: device,
    object: { kind: 'pif', uuid },
    noun: 'a NIC',
    stored,
    ignores: () => null,
    ...runningOn(device, devices),
    intoForce: `In force after ${plugged}, a toolstack restart, or a reboot of the host.`,
    applied: pifApplied,
  };
}

const plug = (uuid: string): string => `xe pif-plug uuid=${uuid} (also while it is attached)`;

/** CANNOT_PLUG_BOND_SLAVE is what xapi says to a member's own plug (facts/xenserver.md §1). */
const bondPlug = (bondPif: Pif['bondPif']): string =>
  bondPif === null
    ? 'a plug of the PIF of its bond'
    : `xe pif-plug uuid=${bondPif} (of its bond: a member itself cannot be plugged)`;

/** At its start xapi brings up bonds, and VLANs only where they have an address (facts/xenserver.md §1). */
function otherPifHolder(pif: Pif, slice: HostSlice, devices: HostDevices): KeyHolder {
  const target = otherPifDevice(pif);
  const restart = pif.kind === 'bond' ? ', a toolstack restart, or a reboot of the host' : '';
  const noEffect = otherPifNoEffect(pif, slice, devices);
  return {
    target,
    object: { kind: 'pif', uuid: pif.uuid },
    noun: pif.kind === 'other' ? 'a PIF that is no NIC of xapi' : `a ${pif.kind === 'vlan' ? 'VLAN' : 'bond'} PIF`,
    stored: pif.stored,
    ignores: () => noEffect,
    ...runningOn(target, devices),
    intoForce: `In force after ${plug(pif.uuid)}${restart}.`,
    applied: pifApplied,
  };
}

function otherPifNoEffect(pif: Pif, { nics }: HostSlice, { backend }: HostDevices): NoEffect | null {
  const named = (found: readonly Pif[]): string =>
    found.map(({ device, uuid }) => `${device} (PIF ${uuid})`).join(' and ');
  if (pif.kind === 'other') {
    return { why: 'xapi sets no offloads on a PIF that is unmanaged, a tunnel or SR-IOV.', cure: 'Remove it' };
  }
  if (backend === 'bridge') return null;
  const why = (noun: string): string =>
    `On Open vSwitch a ${noun} has no device of its own, and xapi passes its keys over.`;
  if (pif.kind === 'vlan') {
    const below = nics.filter(({ device }) => device === pif.device);
    const instead = below.length === 0 ? pif.device : named(below);
    return { why: why('VLAN'), cure: `Store it on what is below, ${instead}, and remove it here` };
  }
  const members = nics.filter(({ bondPif }) => bondPif === pif.uuid);
  const instead = members.length === 0 ? 'its members' : `its members, ${named(members)},`;
  return { why: why('bond'), cure: `Store it on ${instead} and remove it here` };
}

const unreadOnVif = (mode: Mode): NoEffect | null =>
  isVifMode(mode) ? null : { why: 'xapi reads gro and lro of NICs only, never of a VIF.', cure: 'Remove it' };

function vifHolder({ uuid, device, stored }: Vif, devices: HostDevices): KeyHolder {
  return {
    target: device ?? uuid,
    object: { kind: 'vif', uuid },
    noun: 'a VIF',
    stored,
    ignores: unreadOnVif,
    ...(device === null ? runningNowhere : runningOn(device, devices)),
    intoForce:
      `In force after a full shutdown and start of its VM, xe vif-unplug and xe vif-plug uuid=${uuid}, or a migration; ` +
      'after a reboot only where that builds a new domain.',
    applied: 'xapi applies it when the VIF comes online',
  };
}

/** A VIF of a halted VM: a right value waits for the VM's start, and nothing is wrong. */
export const haltedVifHolder = (vif: Vif): KeyHolder => ({
  ...vifHolder(vif, { backend: 'openvswitch', features: () => undefined }),
  intoForce: 'In force after the next start of its VM.',
});

/** A VM takes over the keys of what it is made from (xapi: copy in xapi_vif_helpers.ml). */
export function templateVifHolder({ uuid, vm, of, stored }: TemplateVif): KeyHolder {
  const made = of === 'snapshot' ? 'VMs made from it or set back to it' : 'VMs made from it';
  const why = `The ${of} (${vm}) runs nowhere: the key takes effect only in ${made}, which take it along.`;
  const runsNowhere = { why, cure: 'Leave it where that is meant, or remove it' };
  return {
    target: uuid,
    object: { kind: 'vif', uuid },
    noun: `a VIF of a ${of}`,
    stored,
    ignores: (mode, meaning) => unreadOnVif(mode) ?? (meaning === 'ineffective' ? null : runsNowhere),
    ...runningNowhere,
    intoForce: `In force then in ${made}.`,
    applied: '',
  };
}

type Running = Pick<KeyHolder, 'inForce' | 'waits'>;

const runningNowhere: Running = { inForce: () => null, waits: () => false };

function runningOn(device: string, { features }: HostDevices): Running {
  const set = features(device);
  if (set === undefined) return runningNowhere;
  return { inForce: (mode) => modeState(set, mode), waits: (mode) => stateOf(set, mode) === 'off-requested-on' };
}
