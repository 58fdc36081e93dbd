import type { WorkflowExecutionInfo } from '@temporalio/client';
import { SearchAttributeType, defineSearchAttributeKey } from '@temporalio/common';
import { OffloadError } from '../domain/errors';
import type { RunRef } from '../domain/pool-run';
import type { Session } from './session';

const workflows = [
  'auditPool',
  'scheduledAudit',
  'remediatePool',
  'retryPool',
  'rollbackPool',
  'rollbackFromJournals',
] as const;

/** A run of a pool, as `status` lists it. */
export interface RunListing extends RunRef {
  readonly workflow: (typeof workflows)[number];
  readonly isRunning: boolean;
  /** It came to its end and left a result. */
  readonly isCompleted: boolean;
  readonly startedAt: Date;
  /** Its outcome; or Temporal's word for a run that has none: running, terminated, failed. */
  readonly outcome: string;
  readonly hostsChanged: number;
  /** The run that a rollback takes back. */
  readonly rolledBackRun: string | null;
}

const outcomeKey = defineSearchAttributeKey('Outcome', SearchAttributeType.KEYWORD);
const hostsChangedKey = defineSearchAttributeKey('HostsChanged', SearchAttributeType.INT);
const rolledBackRunKey = defineSearchAttributeKey('RolledBackRun', SearchAttributeType.KEYWORD);

/** The runs of a pool by any of its names, newest first. */
export async function listRuns({ client, hide }: Session, pool: string): Promise<readonly RunListing[]> {
  const name = hide(pool).replaceAll(/["\\]/g, '');
  const query = `PoolNames = "${name}" AND WorkflowType IN (${workflows.map((each) => `"${each}"`).join(', ')})`;
  const runs: RunListing[] = [];
  for await (const execution of client.workflow.list({ query })) {
    const listing = asListing(execution);
    if (listing !== null) runs.push(listing);
  }
  return runs.sort((a, b) => b.startedAt.getTime() - a.startedAt.getTime());
}

function asListing(execution: WorkflowExecutionInfo): RunListing | null {
  const { type, workflowId, runId, startTime, status, typedSearchAttributes: attributes } = execution;
  const workflow = workflows.find((each) => each === type);
  if (workflow === undefined) return null;
  return {
    workflow,
    workflowId,
    runId,
    isRunning: status.name === 'RUNNING',
    isCompleted: status.name === 'COMPLETED',
    startedAt: startTime,
    outcome: attributes.get(outcomeKey) ?? status.name.toLowerCase(),
    hostsChanged: attributes.get(hostsChangedKey) ?? 0,
    rolledBackRun: attributes.get(rolledBackRunKey) ?? null,
  };
}

/** The change of a pool that is running, or null. */
export const changeUnderWay = async (session: Session, pool: string): Promise<RunListing | null> =>
  (await listRuns(session, pool)).find(isRunningChange) ?? null;

const isRunningChange = (run: RunListing): boolean => run.isRunning && isChange(run);

/** Whether a run changes the pool, or takes a change back. */
export const isChange = ({ workflow }: RunListing): boolean => isPlannedChange(workflow) || isRollback(workflow);

const isRollback = (workflow: RunListing['workflow']): boolean =>
  workflow === 'rollbackPool' || workflow === 'rollbackFromJournals';

const isPlannedChange = (workflow: RunListing['workflow']): boolean =>
  workflow === 'remediatePool' || workflow === 'retryPool';

/** The run a person means: the one with that run id, else the newest that fits. Throws RunNotFound. */
export function pickRun(
  runs: readonly RunListing[],
  runId: string | undefined,
  fits: (run: RunListing) => boolean,
): RunListing {
  const found = runId === undefined ? runs.find(fits) : runs.find((run) => run.runId === runId);
  if (found !== undefined) return found;
  const message = runId === undefined ? 'this pool has no such run' : `this pool has no run ${runId}`;
  throw new OffloadError({ type: 'RunNotFound', message });
}

/** The change that a person means who asks it for something. Throws RunNotFound. */
export const pickRunningChange = async (
  session: Session,
  pool: string,
  runId: string | undefined,
): Promise<RunListing> => pickRun(await listRuns(session, pool), runId, isRunningChange);

/**
 * The newest change that left something and was not yet taken back whole; null where the server knows of no change of
 * the pool, or not of the one that is named: then the hosts are asked. Throws NothingToRollBack.
 */
export function pickRollback(runs: readonly RunListing[], runId: string | undefined): RunListing | null {
  if (runId !== undefined) return runs.find((run) => run.runId === runId) ?? null;
  if (!runs.some(isChange)) return null;
  const takenBack = new Set(
    runs.filter((run) => isRollback(run.workflow) && run.outcome === 'done').map((run) => run.rolledBackRun),
  );
  const found = runs.find(
    (run) => isPlannedChange(run.workflow) && !run.isRunning && mayHaveChanged(run) && !takenBack.has(run.runId),
  );
  if (found === undefined) {
    throw new OffloadError({
      type: 'NothingToRollBack',
      message: 'no finished change of this pool is left to take back',
    });
  }
  return found;
}

/** The newest change, if it did not bring every host to its end. Throws NothingToRetry. */
export function pickRetry(runs: readonly RunListing[], runId: string | undefined): RunListing {
  const run = runId === undefined ? runs.find(isChange) : pickRun(runs, runId, isChange);
  if (run === undefined) throw nothingToRetry('this pool was never changed');
  const why = whyNotRetried(run);
  if (why !== null) throw nothingToRetry(`run ${run.runId} ${why}`);
  return run;
}

const nothingToRetry = (message: string): OffloadError => new OffloadError({ type: 'NothingToRetry', message });

function whyNotRetried({ workflow, isRunning, outcome }: RunListing): string | null {
  if (isRunning) return 'has not ended yet';
  if (!isPlannedChange(workflow)) return 'planned nothing: it took another run back';
  return outcome === 'done' || outcome === 'nothing-to-do' ? `ended ${outcome}` : null;
}

const mayHaveChanged = ({ outcome, hostsChanged }: RunListing): boolean =>
  hostsChanged > 0 || ['done', 'partly-failed', 'stuck', 'cancelled', 'terminated'].includes(outcome);
