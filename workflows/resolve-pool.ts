import type { FoundPool } from '../domain/pool-run';
import { reading } from './activity-proxies';
import { errorFacts, workflowFailure } from './failure';

/** Finds out which pool is behind a configured name, and what the worker's configuration says of its runs. */
export async function resolvePool(pool: string): Promise<FoundPool> {
  try {
    return await reading(`ask the hosts of ${pool}`).identifyPool({ pool });
  } catch (error) {
    throw workflowFailure(errorFacts(error));
  }
}
