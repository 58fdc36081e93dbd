import { closest, distance } from 'fastest-levenshtein';
import { OffloadError } from '../domain/errors';
import { loadConfig } from './load-config';
import { plainPool, type PoolConfig } from './pool-config';
import { readSavedPool, savedPoolNames } from './saved-pools';

export interface PoolSources {
  /** Configuration file; left out: ./xen-offload.yaml, if there is one. */
  readonly configFile: string | undefined;
  readonly stateDir: string;
}

/**
 * The pool behind a name: from xen-offload.yaml, a saved pool, or `[user@]address` itself. Client and worker ask here.
 * Throws UnknownPool, naming the nearest known name, and BadConfig.
 */
export async function resolvePool(name: string, { configFile, stateDir }: PoolSources): Promise<PoolConfig> {
  const configured = await loadConfig(configFile);
  const found = configured.get(name) ?? (await readSavedPool(stateDir, name));
  if (found !== null) return found;
  if (name.includes('@')) return plainPool(name, [name]);
  const known = [...configured.keys(), ...(await savedPoolNames(stateDir)), 'simulated'];
  const near = closest(name, known);
  const hint = distance(name, near) <= Math.max(2, name.length / 3) ? `; did you mean ${near}?` : '';
  throw new OffloadError({ type: 'UnknownPool', message: `no pool is called ${name}${hint}` });
}
