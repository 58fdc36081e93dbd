import type { HostPlan } from '../../domain/plan';
import type { Policy, Scope } from '../../domain/policy';
import { planByPolicy } from '../../domain/policy-plan';
import { selectSlice } from '../../domain/select';
import type { PoolSeen } from './host-reports';

/** What a policy wants changed on a host, by what a run saw of it first; null where it could not be looked at. */
export function plannedFor(
  uuid: string,
  { policy, scope }: { readonly policy: Policy; readonly scope: Scope },
  { history, inventory, selection, verdicts }: PoolSeen,
): HostPlan | null {
  const host = inventory?.hosts.find((each) => each.uuid === uuid);
  const [inspection] = history.inspections.get(uuid) ?? [];
  if (inventory === null || host === undefined || inspection === undefined) return null;
  return planByPolicy(policy, selectSlice(inventory, host, selection), inspection.features, verdicts, scope);
}
