import type { PoolVerdicts } from '../../domain/judge-pool';
import { isEmptyPlan, type HostPlan } from '../../domain/plan';
import { planByPolicy } from '../../domain/policy-plan';
import type { RemediateInput } from '../../domain/pool-run';
import type { RunProgress } from '../run-progress';
import type { InspectedHost } from './inspect';

/** A host whose inspection gave a plan. */
export interface PlannedHost extends InspectedHost {
  readonly plan: HostPlan;
}

/** The plan of every host that could be looked at: the difference between desired, or proved to be needed, and found. */
export const plan = (
  { policy, scope }: RemediateInput,
  hosts: readonly InspectedHost[],
  verdicts: PoolVerdicts,
  progress: RunProgress,
): readonly PlannedHost[] =>
  hosts.flatMap((host) => {
    if (host.inspection === null) return [];
    const hostPlan = planByPolicy(policy, host.slice, host.inspection.features, verdicts, scope);
    const { live, stored } = hostPlan;
    const note = `${String(live.length)} devices live, ${String(stored.length)} objects in xapi to change`;
    progress.host(
      host.slice.host.name,
      isEmptyPlan(hostPlan) ? 'nothing-to-do' : 'waiting',
      isEmptyPlan(hostPlan) ? '' : note,
    );
    return [{ ...host, plan: hostPlan }];
  });
