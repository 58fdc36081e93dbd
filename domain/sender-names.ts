import type { PifUuid } from './ids';
import type { Pif, PoolInventory } from './inventory';
import { nameOf, type Sender } from './senders';

/** How NICs, and whoever is behind a MAC address, are called when people are told of them. */
export interface SenderNames {
  readonly nic: (nic: PifUuid) => string;
  readonly sender: (mac: string) => string;
}

/** Names by host and device, with the guest whose packets they are; an address of nobody in the pool stands as it is. */
export function senderNames(inventory: PoolInventory, whose: (mac: string) => Sender): SenderNames {
  const pifs = new Map<string, Pif>(inventory.pifs.map((pif) => [pif.uuid, pif]));
  const nic = (uuid: PifUuid): string => {
    const pif = pifs.get(uuid);
    return pif === undefined ? uuid : nameOf(pif, inventory);
  };
  return {
    nic,
    sender: (mac) => {
      const sender = whose(mac);
      switch (sender.kind) {
        case 'nic':
          return `${nic(sender.nic)}${ofGuest(sender.guest)}`;
        case 'bond':
          return `${sender.name}${ofGuest(sender.guest)}, by which member is not known`;
        case 'outside':
          return `${mac} (no NIC of this pool)`;
      }
    },
  };
}

const ofGuest = (guest: string | null): string => (guest === null ? '' : `, guest ${guest}`);
