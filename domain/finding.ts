import { featuresOf, type PackedFeatures } from './features';
import type { NetworkBackend } from './inspection';
import type { HostSlice, TemplateVif, Vif } from './inventory';
import type { PoolVerdicts } from './judge-pool';
import { modes, type Mode } from './modes';
import { planPoolSlice, type LivePlan } from './plan';
import { desiredState, type Policy } from './policy';
import type { StoredPlan } from './stored';
import { hostStoredFindings, poolStoredFindings, type StoredFinding } from './stored-finding';
import { isFinding } from './verdict';

/**
 * What an audit can find (design §6): packets that prove a fault; a stored value that does nothing where it is; a stored
 * value that is not in force; what a policy would change.
 */
export type FindingKind = 'packets' | StoredFinding['kind'] | 'off-policy';

/** One thing that is wrong in one place. Equal in every field means: the same finding. */
export interface Finding {
  readonly kind: FindingKind;
  /** The host's name. */
  readonly host: string;
  /** A device, or the uuid of a VIF or PIF. */
  readonly target: string;
  /** What is wrong, in a few words that do not change from audit to audit. */
  readonly what: string;
}

/** What was seen of one host. */
export interface SeenHost {
  readonly slice: HostSlice;
  readonly features: PackedFeatures;
  readonly backend: NetworkBackend;
  /** Of the whole pool, since they are found together. */
  readonly verdicts: PoolVerdicts;
  /** What a policy would change here; nothing where no policy is asked about. */
  readonly plan: { readonly live: readonly LivePlan[]; readonly stored: readonly StoredPlan[] };
}

/** Everything wrong on one host, in an order that does not change. */
export function findingsOf({ slice, features, backend, verdicts, plan }: SeenHost): readonly Finding[] {
  const host = slice.host.name;
  const packets = slice.nics.flatMap(({ uuid, device }): Finding[] => {
    const judged = verdicts.get(uuid);
    if (judged === undefined) return [];
    const found = [
      ...(isFinding(judged.verdict) ? [judged.verdict] : []),
      ...(judged.mergesForwarded ? ['merges what it forwards: lro is on'] : []),
    ];
    return found.map((what) => ({ kind: 'packets', host, target: device, what }));
  });
  const stored = hostStoredFindings(slice, { backend, features: (device) => featuresOf(features, device) });
  return [...packets, ...stored.map(inBrief), ...offPolicy(host, plan)];
}

/** Everything wrong with VIFs that belong to no host: stored values, since there is nothing live. */
export const sliceFindings = (
  halted: readonly Vif[],
  templates: readonly TemplateVif[],
  policy: Policy | null,
): readonly Finding[] => [
  ...poolStoredFindings(halted, templates).map(inBrief),
  ...(policy === null
    ? []
    : offPolicy('halted VMs', { live: [], stored: planPoolSlice(halted, desiredState(policy), 'both') })),
];

/** Without the explanation, which grows with the pool: an audit's result stays small. */
const inBrief = ({ kind, host, target, what }: StoredFinding): Finding => ({ kind, host, target, what });

const offPolicy = (host: string, { live, stored }: SeenHost['plan']): readonly Finding[] => [
  ...live.map(({ device, set }): Finding => ({
    kind: 'off-policy',
    host,
    target: device,
    what: `live: ${wishes(set)}`,
  })),
  ...stored.map(({ object, set }): Finding => ({
    kind: 'off-policy',
    host,
    target: object.uuid,
    what: `stored: ${wishes(set)}`,
  })),
];

const wishes = (set: Readonly<Partial<Record<Mode, string | null>>>): string =>
  modes.flatMap((mode) => (set[mode] === undefined ? [] : [`${mode} should be ${set[mode] ?? 'absent'}`])).join(', ');
