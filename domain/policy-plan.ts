import type { PackedFeatures } from './features';
import type { HostSlice } from './inventory';
import type { PoolVerdicts } from './judge-pool';
import { planHost, type HostPlan } from './plan';
import { desiredState, type Policy, type Scope } from './policy';

/** What a policy wants changed on one host: on all that is selected, or with `evidence` on NICs proved to send damage. */
export function planByPolicy(
  policy: Policy,
  slice: HostSlice,
  features: PackedFeatures,
  verdicts: PoolVerdicts,
  scope: Scope,
): HostPlan {
  if (policy.kind !== 'evidence') return planHost(slice, features, desiredState(policy), scope);
  const guilty = slice.nics.filter(({ uuid }) => verdicts.get(uuid)?.verdict === 'sends-damage');
  return planHost({ ...slice, nics: guilty, vifs: [] }, features, { pif: { tx: 'off' }, vif: {} }, scope);
}
