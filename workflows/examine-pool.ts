import type { ExaminePoolInput, PoolCheckup } from '../domain/examination';
import { checkup } from '../domain/checkup';
import type { Precondition } from '../domain/precondition';
import { errorFacts, workflowFailure } from './failure';
import { examine } from './phases/examine';
import { recordOutcome } from './record-outcome';
import { RunProgress } from './run-progress';
import { reading } from './activity-proxies';

/** Checks everything a run relies on, in a pool and on each of its hosts. What cannot be reached is part of the answer. */
export async function examinePool(input: ExaminePoolInput): Promise<PoolCheckup> {
  const progress = new RunProgress(`Doctor of ${input.pool}`);
  try {
    const survey = await reading(`which hosts are in ${input.pool}?`).surveyPool({ pool: input.pool });
    progress.enter('examine');
    const result = checkup(survey, await examine(input.pool, survey, progress), input.change);
    for (const { host, level } of result.hosts) progress.host(host.name, level);
    progress.remark(inWords(result));
    const failed = result.hosts.filter(({ level }) => level === 'trouble').length;
    recordOutcome(result.outcome, { total: result.hosts.length, changed: 0, failed });
    progress.end(result.outcome);
    return result;
  } catch (error) {
    throw workflowFailure(errorFacts(error));
  }
}

/** What needs attention, for the Web UI. */
function inWords({ preconditions, hosts }: PoolCheckup): string {
  const lines = (who: string, found: readonly Precondition[]): readonly string[] =>
    found.flatMap(({ level, message, cure }) => (cure === null ? [] : [`- ${who}: ${level}: ${message}. ${cure}`]));
  return [...lines('pool', preconditions), ...hosts.flatMap((each) => lines(each.host.name, each.preconditions))].join(
    '\n',
  );
}
