import { Context } from '@temporalio/activity';
import { WorkflowFailedError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { ActivityDependencies, PlanOfHost } from '../activities/shared/dependencies';
import type { AuditFindings } from '../domain/drift';
import { OffloadError } from '../domain/errors';
import type { HostRunRecord } from '../domain/host-run';
import type { ChangeResult, HostEnd, RunRef, ScheduledAuditResult } from '../domain/pool-run';
import type { PlannedChange } from '../domain/plan';
import type * as workflows from '../workflows';
import { planQuery } from '../workflows/messages';
import { historyEvents } from '../temporal/history-events';

/** Reads what earlier runs recorded, with the client of the worker whose activity asks. */
export const runRecords: Pick<ActivityDependencies, 'readHostRun' | 'readPoolRun' | 'readPlan' | 'readLastAudit'> = {
  readHostRun: (run) => readResult<HostRunRecord>(Context.current().client, run),
  readPoolRun: (run) => readPoolRun(Context.current().client, run),
  readPlan: (input) => readPlan(Context.current().client, input),
  readLastAudit: ({ schedule }) => readLastAudit(Context.current().client, schedule),
};

/** A run that was terminated has no result; what its hosts recorded is still there. */
async function readPoolRun(client: Client, run: RunRef): Promise<ChangeResult> {
  try {
    return await readResult<ChangeResult>(client, run);
  } catch (error) {
    if (!(error instanceof WorkflowFailedError)) throw error;
    return readFromHosts(client, run);
  }
}

/** Asks the run itself, which a worker replays for the answer: a plan is in no result. */
async function readPlan(
  client: Client,
  { run: { workflowId, runId }, host }: PlanOfHost,
): Promise<PlannedChange | null> {
  return client.workflow.getHandle(workflowId, runId).query(planQuery, host);
}

async function readResult<Result>(client: Client, { workflowId, runId }: RunRef): Promise<Result> {
  try {
    return await client.workflow.getHandle<() => Promise<Result>>(workflowId, runId).result();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) {
      const message = `no record of run ${runId} of ${workflowId}`;
      throw new OffloadError({ type: 'RunNotFound', message }, { cause: error });
    }
    throw error;
  }
}

/** Asks the server, not the schedule: that one gives nothing to runs started by hand (facts/temporal.md §12). */
async function readLastAudit(client: Client, schedule: string): Promise<AuditFindings | null> {
  const query = `TemporalScheduledById = "${schedule}" AND ExecutionStatus = "Completed"`;
  for await (const { workflowId, runId } of client.workflow.list({ query, pageSize: 1 })) {
    return (await readResult<ScheduledAuditResult>(client, { workflowId, runId })).now;
  }
  return null;
}

const changing: keyof typeof workflows = 'remediateHost';

/** What the run itself took back is not told apart: to take it back once more changes nothing. */
async function readFromHosts(client: Client, run: RunRef): Promise<ChangeResult> {
  const events = await historyEvents(client, run);
  const children = events.flatMap(({ childWorkflowExecutionStartedEventAttributes: started }) => {
    const child = started?.workflowExecution;
    return started?.workflowType?.name !== changing || child?.workflowId == null || child.runId == null
      ? []
      : [{ workflowId: child.workflowId, runId: child.runId }];
  });
  const ends = await Promise.all(
    children.map(async (run) => ({ run, record: await readResult<HostRunRecord>(client, run) })),
  );
  const slice = ends.find(({ record }) => record.host === null);
  return {
    command: 'remediate',
    outcome: 'failed',
    hosts: ends.flatMap(({ run, record: { host, outcome, error } }): HostEnd[] =>
      host === null ? [] : [{ host, outcome, error, run }],
    ),
    slice: slice === undefined ? null : { outcome: slice.record.outcome, error: slice.record.error, run: slice.run },
    throughput: null,
  };
}
