import { inventoryPart, type DiscoveryPart } from '../../domain/discovery';
import { OffloadError } from '../../domain/errors';
import { pifsOfInterest } from '../../domain/inventory';
import { limits } from '../../domain/limits';
import { oneExecution, type HostRef } from '../../domain/run';
import { parseInventory } from '../../parse/inventory';
import type { ActivityDependencies } from '../shared/dependencies';
import { readXapi } from '../shared/read-xapi';

const lists = [
  ...['pool', 'hosts', 'host-names', 'pifs', 'pif-keys', 'networks', 'vms', 'vm-names', 'templates', 'snapshots'],
  ...['vifs', 'vif-keys'],
];

export interface DiscoverPoolInput {
  readonly pool: string;
  readonly coordinator: HostRef;
  /** Which part to return; 0 first. */
  readonly part: number;
}

/**
 * Reads the pool's hosts, PIFs and VIFs from xapi on its coordinator, in one SSH execution. PIFs that are no NICs and
 * lead to no VM, and VIFs of templates and snapshots, are left out unless they hold offload keys. Throws PoolEmpty and
 * PoolTooLarge.
 */
export async function discoverPool(
  dependencies: ActivityDependencies,
  { pool, coordinator, part }: DiscoverPoolInput,
  signal: AbortSignal,
): Promise<DiscoveryPart> {
  const whole = parseInventory(await readXapi(dependencies, pool, coordinator, lists, signal));
  if (whole.hosts.length === 0) {
    throw new OffloadError({ type: 'PoolEmpty', message: `pool ${whole.pool.name} lists no host` });
  }
  if (whole.hosts.length > limits.poolHosts) {
    const message = `pool ${whole.pool.name} has ${String(whole.hosts.length)} hosts; at most ${String(limits.poolHosts)} are supported`;
    throw new OffloadError({ type: 'PoolTooLarge', message });
  }
  return { ...inventoryPart({ ...whole, pifs: pifsOfInterest(whole) }, part), cost: oneExecution };
}
