import type { PoolInventory } from './inventory';
import { limits } from './limits';
import type { Cost } from './run';

/** A part of a pool's inventory: all of it, unless the pool is too big for one payload. */
export interface DiscoveryPart {
  readonly inventory: PoolInventory;
  /** How many parts there are; hosts and pool are in each. */
  readonly parts: number;
  readonly cost: Cost;
}

/** Cuts an inventory into parts by the uuids of its PIFs and VIFs, which stay put between two reads. */
export function inventoryPart(inventory: PoolInventory, part: number): { inventory: PoolInventory; parts: number } {
  const objects = inventory.pifs.length + inventory.vifs.length + inventory.templateVifs.length;
  const parts = Math.max(1, Math.ceil(objects / limits.discoveryObjects));
  const inPart = ({ uuid }: { uuid: string }): boolean => Number.parseInt(uuid.slice(0, 8), 16) % parts === part;
  const vifs = inventory.vifs.filter(inPart);
  const pifs = inventory.pifs.filter(inPart);
  return {
    parts,
    inventory: {
      ...inventory,
      pifs,
      vifs,
      templateVifs: inventory.templateVifs.filter(inPart),
      vmNames: keep(inventory.vmNames, new Set(vifs.map((vif) => vif.vm))),
      networkNames: keep(inventory.networkNames, new Set([...pifs, ...vifs].map((object) => object.network))),
    },
  };
}

/** Puts the parts together again. */
export const joinParts = (first: PoolInventory, others: readonly PoolInventory[]): PoolInventory =>
  others.reduce<PoolInventory>(
    (whole, part) => ({
      ...whole,
      pifs: [...whole.pifs, ...part.pifs],
      vifs: [...whole.vifs, ...part.vifs],
      templateVifs: [...whole.templateVifs, ...part.templateVifs],
      vmNames: { ...whole.vmNames, ...part.vmNames },
      networkNames: { ...whole.networkNames, ...part.networkNames },
    }),
    first,
  );

const keep = <Value>(names: Readonly<Record<string, Value>>, uuids: ReadonlySet<string>): Record<string, Value> =>
  Object.fromEntries(Object.entries(names).filter(([uuid]) => uuids.has(uuid)));
