import type { HostDetection } from '../../domain/inspection';
import type { HostSlice } from '../../domain/inventory';
import type { PoolVerdicts } from '../../domain/judge-pool';
import { isEmptyPlan, type HostPlan, type PlannedChange } from '../../domain/plan';
import { planLine } from '../../domain/plan-summary';
import { sparingNobody, type Policy } from '../../domain/policy';
import { planByPolicy } from '../../domain/policy-plan';
import type { HostEnd, RemediateInput } from '../../domain/pool-run';
import type { HostRef } from '../../domain/run';
import { whyNotPlanned } from '../../domain/unheard';
import type { RunPlans } from '../run-plans';
import type { RunProgress } from '../run-progress';
import type { DetectedHost } from './detect';

/** A host with what is planned for it. */
export interface PlannedHost {
  readonly host: HostRef;
  readonly slice: HostSlice;
  readonly plan: PlannedChange;
  /** What was captured before the change; null where nothing was. */
  readonly detection: HostDetection | null;
}

/** What is planned for a pool's hosts. */
export interface HostPlans {
  readonly toChange: readonly PlannedHost[];
  /** Hosts that are not touched, not even by SSH: as the policy wants them, or failed, since nobody can say. */
  readonly ended: readonly HostEnd[];
}

/** Plans every host: the difference between desired, or proved to be needed, and found. */
export function plan(
  { policy, scope }: RemediateInput,
  hosts: readonly DetectedHost[],
  verdicts: PoolVerdicts,
  plans: RunPlans,
  progress: RunProgress,
): HostPlans {
  const toChange: PlannedHost[] = [];
  const ended: HostEnd[] = [];
  for (const { host, slice, inspection, detection, error, captureError } of hosts) {
    if (inspection === null) {
      ended.push({ host, outcome: 'failed', error, run: null });
      continue;
    }
    const planFor = (asked: Policy): HostPlan => planByPolicy(asked, slice, inspection.features, verdicts, scope);
    const hostPlan = planFor(policy);
    const unheard = captureError === null ? null : whyNotPlanned(policy, planFor(sparingNobody(policy)), captureError);
    if (unheard !== null) {
      progress.host(host.name, 'failed', unheard.message);
      ended.push({ host, outcome: 'failed', error: unheard, run: null });
    } else if (isEmptyPlan(hostPlan)) {
      progress.host(host.name, 'nothing-to-do', '');
      ended.push({ host, outcome: 'nothing-to-do', error: null, run: null });
    } else {
      progress.host(host.name, 'waiting', planLine(hostPlan));
      plans.keep(host.uuid, hostPlan);
      toChange.push({ host, slice, plan: hostPlan, detection });
    }
  }
  return { toChange, ended };
}
