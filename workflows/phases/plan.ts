import { isEmptyPlan, planHost, type HostPlan } from '../../domain/plan';
import { desiredState } from '../../domain/policy';
import type { RemediateInput } from '../../domain/pool-run';
import type { RunProgress } from '../run-progress';
import type { InspectedHost } from './inspect';

/** A host whose inspection gave a plan. */
export interface PlannedHost extends InspectedHost {
  readonly plan: HostPlan;
}

/** The plan of every host that could be looked at: the difference between desired and found. */
export const plan = (
  { policy, scope }: RemediateInput,
  hosts: readonly InspectedHost[],
  progress: RunProgress,
): readonly PlannedHost[] =>
  hosts.flatMap((host) => {
    if (host.inspection === null) return [];
    const hostPlan = planHost(host.slice, host.inspection.features, desiredState(policy), scope);
    const { live, stored } = hostPlan;
    const note = `${String(live.length)} devices live, ${String(stored.length)} objects in xapi to change`;
    progress.host(
      host.slice.host.name,
      isEmptyPlan(hostPlan) ? 'nothing-to-do' : 'waiting',
      isEmptyPlan(hostPlan) ? '' : note,
    );
    return [{ ...host, plan: hostPlan }];
  });
