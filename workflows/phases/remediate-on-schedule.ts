import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { startChild } from '@temporalio/workflow';
import { offPolicy, type UselessNic } from '../../domain/drift';
import type { Policy } from '../../domain/policy';
import type { ScheduledAuditInput, ScheduledAuditResult } from '../../domain/pool-run';
import type { PoolRef } from '../../domain/run';
import { uselessNics } from '../../domain/useless-change';
import { someOf } from '../../domain/words';
import { changeId } from '../../domain/workflow-ids';
import { childOptions } from '../child-options';
import { errorFacts } from '../failure';
import type { remediatePool } from '../remediate-pool';
import type { RunProgress } from '../run-progress';
import { poolFindings, type Audit } from './audit';

/** What a schedule's remediation came to, and the NICs that its changes did not help. */
interface Remediated extends Pick<ScheduledAuditResult, 'remediation'> {
  readonly useless: readonly UselessNic[];
}

/**
 * Changes what deviates from the policy, where the schedule says so, as a run of its own under the pool's one lock: a change
 * under way is not waited for, since the next audit comes anyway. NICs that a change did not help before are spared it.
 */
export async function remediateOnSchedule(
  { pool, policy: asked, selection, captureSeconds, remediation }: ScheduledAuditInput,
  poolRef: PoolRef,
  { findings, seen }: Pick<Audit, 'findings' | 'seen'>,
  useless: readonly UselessNic[],
  progress: RunProgress,
): Promise<Remediated> {
  if (remediation === null || asked === null || offPolicy(findings).length === 0) return without(null);
  const policy = sparing(asked, useless);
  if (policy !== asked && offPolicy(poolFindings(seen, policy)).length === 0) {
    const hosts = someOf([...new Set(useless.map(({ host }) => host))], ', ');
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
    return { remediation: { run, outcome, note: '' }, useless: uselessNics(hosts) };
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) {
      return without({ run: null, outcome: 'refused', note: 'another change of the pool was under way' });
    }
    return without({ run: null, outcome: 'failed', note: errorFacts(error).message });
  }
}

const without = (remediation: ScheduledAuditResult['remediation']): Remediated => ({ remediation, useless: [] });

/** The same policy where there is nothing to spare. */
const sparing = (policy: Policy, useless: readonly UselessNic[]): Policy =>
  policy.kind !== 'evidence' || useless.length === 0 ? policy : { ...policy, spared: useless.map(({ nic }) => nic) };
