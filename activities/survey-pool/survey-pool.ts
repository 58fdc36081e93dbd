import { OffloadError } from '../../domain/errors';
import type { AskedHost, PoolSurvey } from '../../domain/examination';
import { limits } from '../../domain/limits';
import { parsePoolSurvey } from '../../parse/pool-survey';
import type { ActivityDependencies } from '../shared/dependencies';
import { readXapi } from '../shared/read-xapi';

const lists = ['pool', 'hosts', 'host-names', 'pifs'];

export interface SurveyPoolInput {
  /** The pool's configured name. */
  readonly pool: string;
}

/**
 * Asks the configured hosts in turn for their pool until one tells, and keeps why the others did not. Each over a new
 * connection: an open one proves nothing about the next.
 */
export async function surveyPool(
  dependencies: ActivityDependencies,
  { pool }: SurveyPoolInput,
  signal: AbortSignal,
): Promise<PoolSurvey> {
  const asked: AskedHost[] = [];
  for (const address of (await dependencies.pool(pool)).hosts) {
    try {
      const member = { name: address, address };
      const more = { timeoutSeconds: limits.examineScriptSeconds, newConnection: true };
      const sections = await readXapi(dependencies, pool, member, lists, signal, more);
      return survey([...asked, { address, error: null }], parsePoolSurvey(sections));
    } catch (error) {
      if (!(error instanceof OffloadError)) throw error;
      asked.push({ address, error: error.details });
    }
  }
  return survey(asked, null);
}

const survey = (asked: readonly AskedHost[], pool: PoolSurvey['pool']): PoolSurvey => ({
  asked,
  pool,
  cost: { executions: asked.length, xeWrites: 0 },
});
