import { joinParts } from '../../domain/discovery';
import type { PoolInventory } from '../../domain/inventory';
import type { PoolRunInput } from '../../domain/pool-run';
import { reading } from '../activity-proxies';

/** One read of xapi on the coordinator; a pool too big for one payload is read in parts. */
export async function discover({ pool, poolRef }: PoolRunInput): Promise<PoolInventory> {
  const discoverPart = (part: number) =>
    reading(`read xapi on ${poolRef.coordinator.name}`).discoverPool({
      pool,
      coordinator: poolRef.coordinator,
      part,
    });
  const first = await discoverPart(0);
  const others = await Promise.all(Array.from({ length: first.parts - 1 }, (_, index) => discoverPart(index + 1)));
  return joinParts(
    first.inventory,
    others.map((part) => part.inventory),
  );
}
