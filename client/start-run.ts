import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowFailedError,
  type WorkflowHandleWithFirstExecutionRunId,
  type WorkflowStartOptions,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { isErrorFacts } from '../domain/error-facts';
import { isErrorType } from '../domain/error-catalogue';
import { OffloadError, type ErrorFacts } from '../domain/errors';
import type { ExaminePoolInput } from '../domain/examination';
import type {
  AuditInput,
  ChangeInput,
  ChangeResult,
  EarlierRunInput,
  FoundPool,
  JournalRollbackInput,
  PoolRunInput,
  RemediateInput,
  RetryInput,
  RunRef,
} from '../domain/pool-run';
import type { PoolRef } from '../domain/run';
import { summary } from '../domain/summary';
import { auditId, changeId, doctorId, resolveId } from '../domain/workflow-ids';
import type * as workflows from '../workflows';
import type { auditPool, examinePool, resolvePool } from '../workflows';
import { nameAttributes, poolAttributes } from './pool-attributes';
import { changeDetails } from './run-details';
import type { Session } from './session';

/** Asks the pool's hosts who they are, and the worker what is configured. Throws what kept them from answering. */
export async function findPool({ client, taskQueue, hide }: Session, pool: string): Promise<FoundPool> {
  return unwrap(
    client.workflow.execute<typeof resolvePool>('resolvePool', {
      taskQueue,
      workflowId: resolveId(hide(pool)),
      workflowIdConflictPolicy: 'USE_EXISTING',
      args: [pool],
      staticSummary: summary(`Which pool is ${pool}?`),
    }),
  );
}

export const startExamination = (
  { client, taskQueue, hide }: Session,
  input: ExaminePoolInput,
): Promise<WorkflowHandleWithFirstExecutionRunId<typeof examinePool>> =>
  client.workflow.start<typeof examinePool>('examinePool', {
    taskQueue,
    typedSearchAttributes: nameAttributes(input.pool, hide),
    workflowId: doctorId(hide(input.pool), new Date().toISOString()),
    args: [input],
    staticSummary: summary(`Is ${input.pool} fit for a run?`),
  });

export const startAudit = (
  session: Session,
  input: AuditInput,
): Promise<WorkflowHandleWithFirstExecutionRunId<typeof auditPool>> =>
  session.client.workflow.start<typeof auditPool>('auditPool', {
    ...startOptions(session, input),
    workflowId: auditId(input.poolRef.uuid, new Date().toISOString()),
    args: [input],
    staticSummary: summary(`Audit of ${input.poolRef.name}`),
  });

export const startRemediation = (session: Session, input: RemediateInput): Promise<StartedWorkflow<RemediateInput>> =>
  startChange(session, 'remediatePool', input, {
    staticSummary: summary(`Remediation of ${input.poolRef.name}, policy ${input.policy.kind}`),
    staticDetails: changeDetails(input),
  });

export const startRetry = (session: Session, input: RetryInput): Promise<StartedWorkflow<RetryInput>> =>
  startChange(session, 'retryPool', input, {
    staticSummary: summary(`Retry on ${input.poolRef.name}, run ${input.run.runId}`),
  });

export const startRollback = (session: Session, input: EarlierRunInput): Promise<StartedWorkflow<EarlierRunInput>> =>
  startChange(session, 'rollbackPool', input, {
    ...startOptions(session, input, input.run.runId),
    staticSummary: summary(`Rollback of ${input.poolRef.name}, run ${input.run.runId}`),
  });

/** For a run that the server does not know. */
export const startJournalRollback = (
  session: Session,
  input: JournalRollbackInput,
): Promise<StartedWorkflow<JournalRollbackInput>> =>
  startChange(session, 'rollbackFromJournals', input, {
    ...startOptions(session, input, input.poolRun ?? undefined),
    staticSummary: summary(`Rollback of ${input.poolRef.name} by the hosts' own journals`),
  });

type StartedWorkflow<Input> = WorkflowHandleWithFirstExecutionRunId<(input: Input) => Promise<ChangeResult>>;

/** The workflows that change a pool and are told such an input. */
type ChangeWorkflow<Input> = {
  [Name in keyof typeof workflows]: (typeof workflows)[Name] extends (input: Input) => Promise<ChangeResult>
    ? Name
    : never;
}[keyof typeof workflows];

/** Starts a change of a pool. Throws RunInProgress, with a link, while another is under way. */
const startChange = <Input extends ChangeInput>(
  session: Session,
  workflow: ChangeWorkflow<Input>,
  input: Input,
  more: Pick<WorkflowStartOptions, 'staticSummary' | 'staticDetails' | 'typedSearchAttributes'>,
): Promise<StartedWorkflow<Input>> =>
  oneAtATime(session, input.poolRef, () =>
    session.client.workflow.start<(input: Input) => Promise<ChangeResult>>(workflow, {
      ...startOptions(session, input),
      workflowId: changeId(input.poolRef.uuid),
      args: [input],
      ...more,
    }),
  );

const startOptions = ({ taskQueue, hide }: Session, { pool, poolRef }: PoolRunInput, rolledBackRun?: string) => ({
  taskQueue,
  typedSearchAttributes: poolAttributes([pool, poolRef.name], poolRef, hide, rolledBackRun),
});

async function oneAtATime<Handle>(
  { client, url }: Session,
  poolRef: PoolRef,
  start: () => Promise<Handle>,
): Promise<Handle> {
  try {
    return await start();
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    const { runId } = await client.workflow.getHandle(changeId(poolRef.uuid)).describe();
    const run: RunRef = { workflowId: changeId(poolRef.uuid), runId };
    throw new OffloadError(
      { type: 'RunInProgress', message: `pool ${poolRef.name} is being changed by run ${runId}: ${url(run)}` },
      { cause: error },
    );
  }
}

/** A run's result; a failed run becomes the error that ended it. */
export async function unwrap<Result>(result: Promise<Result>): Promise<Result> {
  try {
    return await result;
  } catch (error) {
    if (error instanceof WorkflowFailedError) throw new OffloadError(failureFacts(error), { cause: error });
    throw error;
  }
}

/** What is known of a failure that crossed the server: it is the cause of what the client throws. */
export function failureFacts({ cause }: { readonly cause?: unknown }): ErrorFacts {
  if (cause instanceof ApplicationFailure && typeof cause.type === 'string' && isErrorType(cause.type)) {
    const [details] = cause.details ?? [];
    return isErrorFacts(details) ? details : { type: cause.type, message: cause.message };
  }
  const message = cause instanceof Error ? cause.message : 'the run ended without a result';
  return { type: message.includes('cancel') ? 'RunCancelled' : 'Internal', message };
}
