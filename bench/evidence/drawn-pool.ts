import type { HostUuid, PifUuid } from '../../domain/ids';
import type { Pif, PoolInventory } from '../../domain/inventory';

/** A NIC as it is set up: what decides how frames look in its captures. */
export interface Nic {
  readonly pif: Pif;
  /** The wire it is on; null where nothing is plugged in. */
  readonly segment: number | null;
  /** The tags that its switch port lets through. */
  readonly vlans: readonly number[];
  readonly tx: boolean;
  readonly tso: boolean;
  readonly gro: boolean;
}

/** Who sends and receives on a segment by a MAC address of its own. */
export interface Station {
  readonly kind: 'host' | 'guest' | 'outside';
  readonly mac: string;
  readonly segment: number;
  readonly vlan: number | null;
  /** The host it is on; null outside the pool. */
  readonly host: HostUuid | null;
  /** By which its frames leave and arrive; of a bond, the one member that its address was given to. */
  readonly nic: PifUuid | null;
  /** Whether it leaves checksums and segmentation to the NIC, where that offers it. */
  readonly offloads: boolean;
  /** Its own number, for IP addresses. */
  readonly number: number;
  /** The largest packet it sends. */
  readonly mtu: number;
}

export interface DrawnPool {
  readonly inventory: PoolInventory;
  readonly nics: readonly Nic[];
  readonly stations: readonly Station[];
  /** Hosts whose capture failed. */
  readonly uncaptured: ReadonlySet<HostUuid>;
}
