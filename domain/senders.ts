import type { PifUuid } from './ids';
import type { HostDetection } from './inspection';
import { isNic, type Pif, type PoolInventory } from './inventory';

/** Whose packets those from a MAC address are; `guest` is the VM's name where they are a guest's. */
export type Sender =
  | { readonly kind: 'nic'; readonly nic: PifUuid; readonly guest: string | null }
  /** Behind a bond, and which member sent them is not known. */
  | { readonly kind: 'bond'; readonly name: string; readonly guest: string | null }
  | { readonly kind: 'outside' };

/** Where frames of an address of the pool may leave: one NIC, or the members of a bond. */
interface Exits {
  readonly nics: readonly PifUuid[];
  readonly name: string;
  readonly guest: string | null;
}

/**
 * Finds out whose packets those from a MAC address are: a NIC's own, or those of a guest, which leave through a NIC. Where
 * captures show by which one NIC they left, that counts more than what xapi says: a bond has several, and VMs move.
 */
export function sendersOf(inventory: PoolInventory, detections: readonly SentByHost[]): (mac: string) => Sender {
  const exits = exitsByMac(inventory);
  const seenLeaving = nicsByMac(inventory, detections);
  return (mac) => {
    const own = exits.get(mac);
    if (own === undefined) return { kind: 'outside' };
    const { guest, name } = own;
    const seen = seenLeaving.get(mac) ?? [];
    const [nic, ...others] = seen.length === 1 ? seen : own.nics;
    return nic !== undefined && others.length === 0 ? { kind: 'nic', nic, guest } : { kind: 'bond', name, guest };
  };
}

/** What one host was seen to send. */
export interface SentByHost {
  readonly host: string;
  readonly detection: HostDetection | null;
}

function exitsByMac(inventory: PoolInventory): ReadonlyMap<string, Exits> {
  const exits = new Map<string, Exits>();
  for (const vif of inventory.vifs) {
    const way = inventory.pifs.find((pif) => pif.host === vif.host && pif.network === vif.network);
    const guest = inventory.vmNames[vif.vm] ?? vif.vm;
    if (way !== undefined) exits.set(vif.mac, { ...exitsOf(way, inventory), guest });
  }
  for (const pif of inventory.pifs) if (isNic(pif)) exits.set(pif.mac, { ...exitsOf(pif, inventory), guest: null });
  // A bond has the address of one of its members.
  for (const pif of inventory.pifs) {
    if (pif.kind === 'bond') exits.set(pif.mac, { ...exitsOf(pif, inventory), guest: null });
  }
  return exits;
}

/** The NICs below a PIF: itself, the members of its bond, or for a VLAN's, which has their device, either. */
function exitsOf(way: Pif, inventory: PoolInventory): Omit<Exits, 'guest'> {
  const name = nameOf(way, inventory);
  const below = inventory.pifs.filter(({ host, device }) => host === way.host && device === way.device);
  const nic = below.find(isNic);
  if (nic !== undefined) return { nics: [nic.uuid], name };
  const bond = below.find(({ kind }) => kind === 'bond');
  const members = inventory.pifs.filter(({ bondPif }) => bondPif !== null && bondPif === bond?.uuid);
  return { nics: members.map(({ uuid }) => uuid), name };
}

/** The NICs of the pool that each address was seen to leave by. */
function nicsByMac(
  { pifs }: PoolInventory,
  detections: readonly SentByHost[],
): ReadonlyMap<string, readonly PifUuid[]> {
  const nics = new Map<string, readonly PifUuid[]>();
  for (const { host, detection } of detections) {
    for (const nic of pifs.filter((pif) => isNic(pif) && pif.host === host)) {
      for (const mac of Object.keys(detection?.nics[nic.device]?.sent ?? {})) {
        nics.set(mac, [...(nics.get(mac) ?? []), nic.uuid]);
      }
    }
  }
  return nics;
}

/** Whether a NIC hands on what others receive or send: a VIF of a running VM is on a network that it leads to. */
export function forwardingNics(inventory: PoolInventory): ReadonlySet<PifUuid> {
  const running = inventory.vifs.filter(({ host }) => host !== null);
  const ways = inventory.pifs.filter((pif) =>
    running.some(({ host, network }) => host === pif.host && network === pif.network),
  );
  return new Set(ways.flatMap((way) => exitsOf(way, inventory).nics));
}

/** `host eth1`, as a person says it. */
export const nameOf = (pif: Pick<Pif, 'host' | 'device'>, { hosts }: Pick<PoolInventory, 'hosts'>): string =>
  `${hosts.find(({ uuid }) => uuid === pif.host)?.name ?? pif.host} ${pif.device}`;
