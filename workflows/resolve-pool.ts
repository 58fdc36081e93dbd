import type { PoolRef } from '../domain/run';
import { reading } from './activity-proxies';
import { errorFacts, workflowFailure } from './failure';

/** Finds out which pool is behind a configured name. */
export async function resolvePool(pool: string): Promise<PoolRef> {
  try {
    return await reading.identifyPool.executeWithOptions({ summary: `ask the hosts of ${pool}` }, [{ pool }]);
  } catch (error) {
    throw workflowFailure(errorFacts(error));
  }
}
