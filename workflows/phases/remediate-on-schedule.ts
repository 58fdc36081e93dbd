import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { startChild } from '@temporalio/workflow';
import { toRemediate, type AuditFindings } from '../../domain/drift';
import type { ScheduledAuditInput, ScheduledAuditResult } from '../../domain/pool-run';
import type { PoolRef } from '../../domain/run';
import { isTakenBackAsUseless } from '../../domain/useless-change';
import { someOf } from '../../domain/words';
import { changeId } from '../../domain/workflow-ids';
import { childOptions } from '../child-options';
import { errorFacts } from '../failure';
import type { remediatePool } from '../remediate-pool';
import type { RunProgress } from '../run-progress';

/** What a schedule's remediation came to, and the hosts whose change did not help and was taken back. */
interface Remediated extends Pick<ScheduledAuditResult, 'remediation'> {
  readonly uselessHosts: readonly string[];
}

/**
 * Changes what deviates from the policy, where the schedule says so, as a run of its own under the pool's one lock: a
 * change under way is not waited for, since the next audit comes anyway. What did not help before is no reason to.
 */
export async function remediateOnSchedule(
  { pool, policy, selection, captureSeconds, remediation }: ScheduledAuditInput,
  poolRef: PoolRef,
  now: AuditFindings,
  progress: RunProgress,
): Promise<Remediated> {
  if (remediation === null || policy === null) return without(null);
  if (toRemediate(now).length === 0) {
    if (now.useless.length === 0) return without(null);
    const hosts = someOf([...new Set(now.useless.map(({ host }) => host))], ', ');
    const note = `a change of ${hosts} did not help before, and is not made again`;
    return without({ run: null, outcome: 'refused', note });
  }
  progress.enter('waves');
  const workflowId = changeId(poolRef.uuid);
  try {
    const handle = await startChild<typeof remediatePool>('remediatePool', {
      ...childOptions(workflowId, `Remediation of ${poolRef.name} on schedule, policy ${policy.kind}`),
      args: [{ pool, poolRef, policy, selection, captureSeconds, needsApproval: false, measure: null, ...remediation }],
    });
    const run = { workflowId, runId: handle.firstExecutionRunId };
    const { outcome, hosts } = await handle.result();
    const useless = hosts.filter(isTakenBackAsUseless);
    return { remediation: { run, outcome, note: '' }, uselessHosts: useless.map(({ host }) => host.name) };
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) {
      return without({ run: null, outcome: 'refused', note: 'another change of the pool was under way' });
    }
    return without({ run: null, outcome: 'failed', note: errorFacts(error).message });
  }
}

const without = (remediation: ScheduledAuditResult['remediation']): Remediated => ({ remediation, uselessHosts: [] });
