import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { plainPool, type PoolConfig } from '../config/pool-config';
import { resolvePool, type PoolSources } from '../config/resolve-pool';
import { savePool } from '../config/saved-pools';
import { ensureSimulator, stopSimulator } from '../lab/simulated/process';

const simulatedName = /^simulated(?::([1-9]\d{0,2}))?$/;
const simulatedHosts = 8;

export const isSimulated = (pool: string): boolean => simulatedName.test(pool);

/** Starts the simulated pool of that name, or finds it running, and saves how to reach it. */
export async function startSimulated(pool: string, stateDir: string, fresh: boolean): Promise<void> {
  const hosts = Number(simulatedName.exec(pool)?.[1] ?? simulatedHosts);
  const simulator = await ensureSimulator({ directory: simulatorFolder(stateDir, pool), hosts, fresh });
  const reached = plainPool(pool, [simulator.coordinatorAddress], { sshConfig: simulator.sshConfigFile });
  await savePool(stateDir, { ...reached, waves: { soakSeconds: 1 } });
}

export async function stopSimulators(stateDir: string): Promise<void> {
  const folders = await readdir(simulatorsFolder(stateDir)).catch(() => []);
  await Promise.all(folders.map((folder) => stopSimulator(path.join(simulatorsFolder(stateDir), folder))));
}

/** The pools a worker knows by name; a simulated one is started when it is first asked for. */
export function poolsByName(sources: PoolSources): (name: string) => Promise<PoolConfig> {
  const started = new Map<string, Promise<void>>();
  return async (name) => {
    if (isSimulated(name)) {
      const starting = started.get(name) ?? startSimulated(name, sources.stateDir, false);
      started.set(name, starting);
      await starting.catch((error: unknown) => {
        started.delete(name);
        throw error;
      });
    }
    return resolvePool(name, sources);
  };
}

const simulatorsFolder = (stateDir: string): string => path.join(stateDir, 'simulated');

const simulatorFolder = (stateDir: string, pool: string): string =>
  path.join(simulatorsFolder(stateDir), pool.replace(':', '-'));
