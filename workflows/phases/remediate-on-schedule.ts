import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { startChild } from '@temporalio/workflow';
import type { Finding } from '../../domain/finding';
import type { ScheduledAuditInput, ScheduledAuditResult } from '../../domain/pool-run';
import type { PoolRef } from '../../domain/run';
import { changeId } from '../../domain/workflow-ids';
import { childOptions } from '../child-options';
import { errorFacts } from '../failure';
import type { remediatePool } from '../remediate-pool';
import type { RunProgress } from '../run-progress';

/**
 * Changes what deviates from the policy, where the schedule says so, as a run of its own under the pool's one lock: a
 * change under way is not waited for, since the next audit comes anyway.
 */
export async function remediateOnSchedule(
  { pool, policy, selection, captureSeconds, remediation }: ScheduledAuditInput,
  poolRef: PoolRef,
  findings: readonly Finding[],
  progress: RunProgress,
): Promise<ScheduledAuditResult['remediation']> {
  if (remediation === null || policy === null || !findings.some(({ kind }) => kind === 'off-policy')) return null;
  progress.enter('waves');
  const workflowId = changeId(poolRef.uuid);
  try {
    const handle = await startChild<typeof remediatePool>('remediatePool', {
      ...childOptions(workflowId, `Remediation of ${poolRef.name} on schedule, policy ${policy.kind}`),
      args: [{ pool, poolRef, policy, selection, captureSeconds, needsApproval: false, measure: null, ...remediation }],
    });
    const run = { workflowId, runId: handle.firstExecutionRunId };
    const { outcome } = await handle.result();
    return { run, outcome, note: '' };
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) {
      return { run: null, outcome: 'refused', note: 'another change of the pool was under way' };
    }
    return { run: null, outcome: 'failed', note: errorFacts(error).message };
  }
}
