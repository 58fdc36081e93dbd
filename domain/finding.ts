import { featuresOf, modeState, type ModeState, type PackedFeatures } from './features';
import type { HostSlice, StoredModes, Vif } from './inventory';
import type { PoolVerdicts } from './judge-pool';
import { modes, type Mode } from './modes';
import { planPoolSlice, type LivePlan } from './plan';
import { desiredState, type Policy } from './policy';
import { storedMeaning, type StoredPlan } from './stored';
import { isFinding } from './verdict';

/**
 * What an audit can find (design §6): packets that prove a fault; a stored value that xapi ignores; a stored value that
 * is not in force; what a policy would change.
 */
export type FindingKind = 'packets' | 'ineffective' | 'not-in-force' | 'off-policy';

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
  /** Of the whole pool, since they are found together. */
  readonly verdicts: PoolVerdicts;
  /** What a policy would change here; nothing where no policy is asked about. */
  readonly plan: { readonly live: readonly LivePlan[]; readonly stored: readonly StoredPlan[] };
}

/** Everything wrong on one host, in an order that does not change. */
export function findingsOf({ slice, features, verdicts, plan }: SeenHost): readonly Finding[] {
  const host = slice.host.name;
  const packets = slice.nics.flatMap(({ uuid, device }): Finding[] => {
    const verdict = verdicts.get(uuid)?.verdict;
    return verdict === undefined || !isFinding(verdict)
      ? []
      : [{ kind: 'packets', host, target: device, what: verdict }];
  });
  const stored = [...slice.nics, ...slice.vifs].flatMap(({ device, uuid, stored: values }) => {
    const set = device === null ? undefined : featuresOf(features, device);
    return storedFindings(host, device ?? uuid, values, (mode) =>
      set === undefined ? 'absent' : modeState(set, mode),
    );
  });
  return [...packets, ...stored, ...offPolicy(host, plan)];
}

/** What a policy would change of VIFs whose VMs are halted: stored values, since there is nothing live. */
export const sliceFindings = (vifs: readonly Vif[], policy: Policy | null): readonly Finding[] =>
  policy === null
    ? []
    : offPolicy('halted VMs', { live: [], stored: planPoolSlice(vifs, desiredState(policy), 'both') });

/** What is wrong with the stored values of one NIC or VIF, given its modes in force. */
export function storedFindings(
  host: string,
  target: string,
  values: StoredModes,
  inForce: (mode: Mode) => ModeState,
): readonly Finding[] {
  return modes.flatMap((mode): Finding[] => {
    const value = values[mode];
    if (value === undefined) return [];
    const meaning = storedMeaning(value);
    if (meaning === 'ineffective') return [{ kind: 'ineffective', host, target, what: `ethtool-${mode}=${value}` }];
    const state = inForce(mode);
    if ((state !== 'on' && state !== 'off') || state === meaning) return [];
    return [{ kind: 'not-in-force', host, target, what: `${mode} is ${state}, stored ${meaning}` }];
  });
}

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
