import type { ErrorFacts } from '../../domain/errors';
import type { PoolVerdicts } from '../../domain/judge-pool';
import type { HostDetection } from '../../domain/inspection';
import type { HostSlice } from '../../domain/inventory';
import { isEmptyPlan, type PlannedChange } from '../../domain/plan';
import { planLine } from '../../domain/plan-summary';
import { planByPolicy } from '../../domain/policy-plan';
import type { RemediateInput } from '../../domain/pool-run';
import type { HostRef } from '../../domain/run';
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
  /** Why nothing was captured, where the policy goes by evidence. */
  readonly unheard: ErrorFacts | null;
}

/** The plan of every host that could be looked at: the difference between desired, or proved to be needed, and found. */
export const plan = (
  { policy, scope }: RemediateInput,
  hosts: readonly DetectedHost[],
  verdicts: PoolVerdicts,
  plans: RunPlans,
  progress: RunProgress,
): readonly PlannedHost[] =>
  hosts.flatMap(({ host, slice, inspection, detection, captureError }) => {
    if (inspection === null) return [];
    const hostPlan = planByPolicy(policy, slice, inspection.features, verdicts, scope);
    plans.keep(host.uuid, hostPlan);
    const unheard = policy.kind === 'evidence' ? captureError : null;
    if (!isEmptyPlan(hostPlan)) progress.host(host.name, 'waiting', planLine(hostPlan));
    else if (unheard === null) progress.host(host.name, 'nothing-to-do', '');
    else progress.host(host.name, 'failed', unheard.message);
    return [{ host, slice, plan: hostPlan, detection, unheard }];
  });
