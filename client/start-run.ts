import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowFailedError,
  type WorkflowHandleWithFirstExecutionRunId,
} from '@temporalio/client';
import {
  ApplicationFailure,
  defineSearchAttributeKey,
  SearchAttributeType,
  TypedSearchAttributes,
} from '@temporalio/common';
import { isErrorFacts, isErrorType, OffloadError, type ErrorFacts } from '../domain/errors';
import type { AuditInput, RemediateInput, RollbackInput, RunRef } from '../domain/pool-run';
import type { PoolRef } from '../domain/run';
import { auditId, changeId, resolveId, taskQueue } from '../domain/workflow-ids';
import type { auditPool, remediatePool, resolvePool, rollbackPool } from '../workflows';
import type { Session } from './local-session';

/** Asks the pool's hosts who they are. Throws what kept them from answering. */
export async function findPool({ client }: Session, pool: string): Promise<PoolRef> {
  return unwrap(
    client.workflow.execute<typeof resolvePool>('resolvePool', {
      taskQueue,
      workflowId: resolveId(pool),
      workflowIdConflictPolicy: 'USE_EXISTING',
      args: [pool],
      staticSummary: `Which pool is ${pool}?`.slice(0, 200),
    }),
  );
}

export const startAudit = (
  { client }: Session,
  input: AuditInput,
): Promise<WorkflowHandleWithFirstExecutionRunId<typeof auditPool>> =>
  client.workflow.start<typeof auditPool>('auditPool', {
    ...startOptions(input.pool, input.poolRef),
    workflowId: auditId(input.poolRef.uuid, new Date().toISOString()),
    args: [input],
    staticSummary: `Audit of ${input.poolRef.name}`.slice(0, 200),
  });

/** Throws RunInProgress, with a link, while another change of the pool is under way. */
export const startRemediation = (
  session: Session,
  input: RemediateInput,
): Promise<WorkflowHandleWithFirstExecutionRunId<typeof remediatePool>> =>
  oneAtATime(session, input.poolRef, () =>
    session.client.workflow.start<typeof remediatePool>('remediatePool', {
      ...startOptions(input.pool, input.poolRef),
      workflowId: changeId(input.poolRef.uuid),
      args: [input],
      staticSummary: `Remediation of ${input.poolRef.name}, policy ${input.policy.kind}`.slice(0, 200),
    }),
  );

/** Throws RunInProgress, with a link, while another change of the pool is under way. */
export const startRollback = (
  session: Session,
  input: RollbackInput,
): Promise<WorkflowHandleWithFirstExecutionRunId<typeof rollbackPool>> =>
  oneAtATime(session, input.poolRef, () =>
    session.client.workflow.start<typeof rollbackPool>('rollbackPool', {
      ...startOptions(input.pool, input.poolRef, input.run.runId),
      workflowId: changeId(input.poolRef.uuid),
      args: [input],
      staticSummary: `Rollback of ${input.poolRef.name}, run ${input.run.runId}`.slice(0, 200),
    }),
  );

const poolNamesKey = defineSearchAttributeKey('PoolNames', SearchAttributeType.KEYWORD_LIST);
const poolUuidKey = defineSearchAttributeKey('PoolUuid', SearchAttributeType.KEYWORD);
const rolledBackRunKey = defineSearchAttributeKey('RolledBackRun', SearchAttributeType.KEYWORD);

function startOptions(pool: string, poolRef: PoolRef, rolledBackRun?: string) {
  const names = [...new Set([pool, poolRef.name, poolRef.uuid])];
  return {
    taskQueue,
    typedSearchAttributes: new TypedSearchAttributes([
      { key: poolNamesKey, value: names },
      { key: poolUuidKey, value: poolRef.uuid },
      ...(rolledBackRun === undefined ? [] : [{ key: rolledBackRunKey, value: rolledBackRun }]),
    ]),
  };
}

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

function failureFacts({ cause }: WorkflowFailedError): ErrorFacts {
  if (cause instanceof ApplicationFailure && typeof cause.type === 'string' && isErrorType(cause.type)) {
    const [details] = cause.details ?? [];
    return isErrorFacts(details) ? details : { type: cause.type, message: cause.message };
  }
  const message = cause?.message ?? 'the run ended without a result';
  return { type: message.includes('cancel') ? 'RunCancelled' : 'Internal', message };
}
