import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { z } from 'zod';
import { ArmedFaults, armedFault } from '../standin/faults/armed-faults';
import { endHostProcesses } from '../standin/host/host-processes';
import { makePool } from '../standin/pool/make-pool';
import { standinPool, type StandinPool } from '../standin/pool/standin-pool';
import { checkSize } from './check-size';
import { endpointsSchema, readJson, type Endpoints, type StateFiles } from './state-files';
import { writeBehind } from './write-behind';

export interface SimulatorPlan {
  /** Where the pool's state is kept. */
  readonly directory: string;
  /** Number of hosts; a saved pool must have as many. */
  readonly hosts: number;
  /** Forget a saved pool and make a new one, with a new uuid. */
  readonly fresh?: boolean | undefined;
  readonly vifsPerHost?: number | undefined;
  readonly haEnabled?: boolean | undefined;
  /** The same seed makes the same pool; left out, every new pool is another. */
  readonly seed?: string | undefined;
}

/** What lasts from one start of a simulated pool to the next. */
export interface PoolState {
  readonly pool: StandinPool;
  readonly faults: ArmedFaults;
  /** Ports are wishes until the servers listen; 0 for any. */
  readonly endpoints: Endpoints;
  readonly poolChanged: () => void;
  /** Writes what is not written yet. */
  readonly save: () => void;
}

/**
 * Takes up the saved state, or makes a new pool.
 * @throws OffloadError WrongUsage for a number of hosts that does not fit
 */
export function openPoolState(files: StateFiles, plan: SimulatorPlan): PoolState {
  checkSize(files, plan);
  const before = readJson(files.endpoints, endpointsSchema);
  if (plan.fresh === true) forgetPool(files, before);
  const saved = readJson(files.pool, standinPool);
  const pool = saved ?? makePool({ ...plan, seed: plan.seed ?? randomUUID() });
  const poolFile = writeBehind(files.pool, () => JSON.stringify(pool));
  const faultsFile = writeBehind(files.faults, () => JSON.stringify(faults.list()));
  const faults = new ArmedFaults(readJson(files.faults, z.array(armedFault)) ?? [], faultsFile.changed);
  if (saved === null) poolFile.changed();
  return {
    pool,
    faults,
    endpoints: wishedEndpoints(pool, before),
    poolChanged: poolFile.changed,
    save: () => {
      poolFile.flush();
      faultsFile.flush();
    },
  };
}

/** What an old pool's hosts still run ends with it. */
function forgetPool(files: StateFiles, before: Endpoints | null): void {
  endHostProcesses(new Set(Object.values(before?.hosts ?? {}).map(({ token }) => token)));
  for (const file of [files.pool, files.faults, files.hosts, files.hostKeys])
    rmSync(file, { recursive: true, force: true });
}

const wishedEndpoints = (pool: StandinPool, before: Endpoints | null): Endpoints => ({
  controlPort: before?.controlPort ?? 0,
  adminToken: before?.adminToken ?? randomUUID(),
  hosts: Object.fromEntries(
    pool.xapi.hosts.map(({ nameLabel }) => [nameLabel, before?.hosts[nameLabel] ?? { port: 0, token: randomUUID() }]),
  ),
});
