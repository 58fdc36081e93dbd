import type { PifUuid } from './ids';
import { isNic, type Pif, type PoolInventory } from './inventory';

/** Whose packets those from a MAC address are. */
export type Sender =
  | { readonly kind: 'nic'; readonly nic: PifUuid }
  /** Of a host or guest of the pool behind a bond: which member sent them cannot be seen. */
  | { readonly kind: 'bond'; readonly name: string }
  | { readonly kind: 'outside'; readonly mac: string };

/** Finds out whose packets those from a MAC address are: a NIC's own, or those of a guest, which leave through a NIC. */
export function sendersOf(inventory: PoolInventory): (mac: string) => Sender {
  const senders = new Map<string, Sender>();
  for (const vif of inventory.vifs) {
    const way = inventory.pifs.find((pif) => pif.host === vif.host && pif.network === vif.network);
    if (way !== undefined) senders.set(vif.mac, throughPif(way, inventory));
  }
  for (const pif of inventory.pifs) if (pif.kind === 'physical') senders.set(pif.mac, { kind: 'nic', nic: pif.uuid });
  // A bond has the address of one of its members.
  for (const pif of inventory.pifs) if (pif.kind === 'bond') senders.set(pif.mac, throughPif(pif, inventory));
  return (mac) => senders.get(mac) ?? { kind: 'outside', mac };
}

/** A VLAN's PIF has the device of the NIC below it. */
function throughPif(way: Pif, inventory: PoolInventory): Sender {
  const nic = inventory.pifs.find((pif) => isNic(pif) && pif.host === way.host && pif.device === way.device);
  return nic === undefined ? { kind: 'bond', name: nameOf(way, inventory) } : { kind: 'nic', nic: nic.uuid };
}

/** `host eth1`, as a person says it. */
export const nameOf = (pif: Pick<Pif, 'host' | 'device'>, { hosts }: Pick<PoolInventory, 'hosts'>): string =>
  `${hosts.find(({ uuid }) => uuid === pif.host)?.name ?? pif.host} ${pif.device}`;
