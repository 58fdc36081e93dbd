import { OffloadError } from '../../domain/errors';
import { hostRef } from '../../domain/inventory';
import type { FoundPool } from '../../domain/pool-run';
import type { PoolRef } from '../../domain/run';
import { parsePoolAndHosts } from '../../parse/inventory';
import type { ActivityDependencies } from '../shared/dependencies';
import { readXapi } from '../shared/read-xapi';

export interface IdentifyPoolInput {
  /** The pool's configured name. */
  readonly pool: string;
}

/**
 * Finds out which pool is behind a name, what is configured for its runs, and where its coordinator is, by asking its
 * configured hosts in turn until one can be reached. Any member answers for the whole pool (facts/xenserver.md §3).
 */
export async function identifyPool(
  dependencies: ActivityDependencies,
  { pool }: IdentifyPoolInput,
  signal: AbortSignal,
): Promise<FoundPool> {
  const { hosts, policy, only, exclude, waves } = await dependencies.pool(pool);
  let unreachable: OffloadError | null = null;
  for (const address of hosts) {
    try {
      const poolRef = await askMember(dependencies, pool, address, signal);
      return { poolRef, settings: { policy, only, exclude, waves } };
    } catch (error) {
      if (!(error instanceof OffloadError) || error.type !== 'HostUnreachable') throw error;
      unreachable = error;
    }
  }
  throw unreachable ?? new OffloadError({ type: 'PoolEmpty', message: `pool ${pool} names no host` });
}

async function askMember(
  dependencies: ActivityDependencies,
  pool: string,
  address: string,
  signal: AbortSignal,
): Promise<PoolRef> {
  const member = { name: address, address };
  const sections = await readXapi(dependencies, pool, member, ['pool', 'hosts', 'host-names'], signal);
  const found = parsePoolAndHosts(sections);
  const coordinator = found.hosts.find((host) => host.uuid === found.pool.coordinator);
  if (coordinator === undefined) {
    throw new OffloadError({ type: 'PoolEmpty', message: `pool ${found.pool.name} does not list its coordinator` });
  }
  return { uuid: found.pool.uuid, name: found.pool.name, coordinator: hostRef(coordinator) };
}
