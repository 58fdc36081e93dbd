import type { PackedFeatures } from './features';
import type { HostSlice } from './inventory';
import type { PoolVerdicts } from './judge-pool';
import { planHost, type HostPlan } from './plan';
import { desiredState, type Policy, type Scope } from './policy';
import type { NicVerdict } from './verdict';

/** What a policy wants changed on one host: on all that is selected, or with `evidence` on NICs proved to send damage. */
export function planByPolicy(
  policy: Policy,
  slice: HostSlice,
  features: PackedFeatures,
  verdicts: PoolVerdicts,
  scope: Scope,
): HostPlan {
  if (policy.kind !== 'evidence') return planHost(slice, features, desiredState(policy), scope);
  const isToChange = ({ verdict }: NicVerdict): boolean =>
    verdict === 'sends-damage' || (verdict === 'may-send-damage' && policy.trial === true);
  const guilty = slice.nics.flatMap((nic) => {
    const verdict = verdicts.get(nic.uuid);
    return verdict !== undefined && isToChange(verdict) ? [{ nic, verdict }] : [];
  });
  const nics = guilty.map(({ nic }) => nic);
  return {
    ...planHost({ ...slice, nics, vifs: [] }, features, { pif: { tx: 'off' }, vif: {} }, scope),
    proofs: guilty.map(({ nic: { device }, verdict: { because, damage } }) => ({ device, because, damage })),
  };
}
