import { featuresOf, isModeOn, type PackedFeatures } from './features';
import type { HostSlice, Pif } from './inventory';
import type { PoolVerdicts } from './judge-pool';
import { isEmptyPlan, planHost, type HostPlan } from './plan';
import { desiredState, type Policy, type Scope } from './policy';
import type { Proof } from './proof';
import type { NicVerdict } from './verdict';

/** What a policy wants changed on one host: on all that is selected, or with `evidence` what is proved of each NIC. */
export function planByPolicy(
  policy: Policy,
  slice: HostSlice,
  features: PackedFeatures,
  verdicts: PoolVerdicts,
  scope: Scope,
): HostPlan {
  if (policy.kind !== 'evidence') return planHost(slice, features, desiredState(policy), scope);
  const plans = slice.nics.flatMap((nic) => {
    const verdict = verdicts.get(nic.uuid);
    const found = featuresOf(features, nic.device) ?? {};
    const isOn = ({ mode }: Proof): boolean => isModeOn(found, mode);
    const proofs = verdict === undefined ? [] : proved(nic, verdict, policy).filter(isOn);
    const pif = Object.fromEntries(proofs.map(({ mode }) => [mode, 'off' as const]));
    const plan = planHost({ ...slice, nics: [nic], vifs: [] }, features, { pif, vif: {} }, scope);
    return isEmptyPlan(plan) ? [plan] : [{ ...plan, proofs }];
  });
  return {
    host: slice.host.uuid,
    live: plans.flatMap(({ live }) => live),
    stored: plans.flatMap(({ stored }) => stored),
    proofs: plans.flatMap(({ proofs }) => proofs),
    skipped: plans.flatMap(({ skipped }) => skipped),
  };
}

type EvidencePolicy = Extract<Policy, { kind: 'evidence' }>;

/** The modes of a NIC that are to be off, each with what proves it; one that is off already is not what is wrong. */
function proved(
  { uuid: nic, device }: Pif,
  { verdict, because, damage, mergesForwarded }: NicVerdict,
  { trial, spared = [] }: EvidencePolicy,
): Proof[] {
  const onTrial = verdict === 'may-send-damage' && trial === true;
  const sends = (verdict === 'sends-damage' || onTrial) && !spared.includes(nic);
  const merges = 'lro is on, and it leads to running VMs: frames that it merges cannot be handed on';
  return [
    ...(sends ? [{ nic, device, mode: 'tx' as const, because, damage, onTrial }] : []),
    ...(mergesForwarded ? [{ nic, device, mode: 'lro' as const, because: merges, damage: [], onTrial: false }] : []),
  ];
}
