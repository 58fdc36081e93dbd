import { featuresOf, modeState, type FeatureSet, type ModeState, type PackedFeatures } from './features';
import type { DeviceName, HostUuid } from './ids';
import type { HostSlice, Pif, StoredModes, Vif } from './inventory';
import { isVifMode, modes, type Mode, type OnOff } from './modes';
import type { DesiredModes, DesiredState, Scope } from './policy';
import type { Proof } from './proof';
import { storedMeaning, type StoredObject, type StoredPlan } from './stored';

/** What the modes of one device must become live, with what was found. Both hold the same modes. */
export interface LivePlan {
  readonly device: DeviceName;
  readonly was: Readonly<Partial<Record<Mode, OnOff>>>;
  readonly set: Readonly<Partial<Record<Mode, OnOff>>>;
}

/** A mode the policy wants and the plan leaves alone, and why. */
export interface Skipped {
  readonly target: string;
  readonly mode: Mode;
  readonly why: 'fixed' | 'device-gone';
}

/** What is to be changed, live and stored. */
export interface PlannedChange {
  readonly live: readonly LivePlan[];
  readonly stored: readonly StoredPlan[];
  /** Why; empty where a policy wants it whatever is found. */
  readonly proofs: readonly Proof[];
}

/** The difference between desired and found, for one host. */
export interface HostPlan extends PlannedChange {
  readonly host: HostUuid;
  readonly skipped: readonly Skipped[];
}

export const isEmptyPlan = ({ live, stored }: Pick<PlannedChange, 'live' | 'stored'>): boolean =>
  live.length === 0 && stored.length === 0;

/**
 * Plans one host: its selected NICs and running VIFs against what inspection found. Modes that are fixed or absent on
 * a device are planned neither live nor stored, since old hosts then fail to plug the PIF (facts/xenserver.md §1).
 */
export function planHost(slice: HostSlice, features: PackedFeatures, desired: DesiredState, scope: Scope): HostPlan {
  const targets = [
    ...slice.vifs.map((vif) => vifTarget(vif, desired)),
    ...slice.nics.map((nic) => nicTarget(nic, desired)),
  ];
  const plans = targets.map((target) =>
    planTarget(target, target.device === null ? undefined : featuresOf(features, target.device), scope),
  );
  return {
    host: slice.host.uuid,
    live: plans.flatMap((plan) => plan.live),
    stored: plans.flatMap((plan) => plan.stored),
    proofs: [],
    skipped: plans.flatMap((plan) => plan.skipped),
  };
}

/** Plans the stored values of VIFs whose VMs are halted. There is no device to ask, so every wanted mode is written. */
export const planPoolSlice = (vifs: readonly Vif[], desired: DesiredState, scope: Scope): readonly StoredPlan[] =>
  scope === 'live'
    ? []
    : vifs.flatMap((vif) => storedPlan({ kind: 'vif', uuid: vif.uuid }, vif.stored, wantedVifModes(desired)));

interface Target {
  readonly object: StoredObject;
  readonly device: DeviceName | null;
  readonly stored: StoredModes;
  readonly wanted: readonly WantedMode[];
}

interface WantedMode {
  readonly mode: Mode;
  readonly to: OnOff;
}

const wantedModes = (desired: DesiredModes): readonly WantedMode[] =>
  modes.flatMap((mode) => {
    const to = desired[mode];
    return to === undefined ? [] : [{ mode, to }];
  });

/** What is wanted of VIFs; modes that xapi never reads there are left out. */
const wantedVifModes = ({ vif }: DesiredState): readonly WantedMode[] =>
  wantedModes(vif).filter(({ mode }) => isVifMode(mode));

const vifTarget = (vif: Vif, desired: DesiredState): Target => ({
  object: { kind: 'vif', uuid: vif.uuid },
  device: vif.device,
  stored: vif.stored,
  wanted: wantedVifModes(desired),
});

const nicTarget = (nic: Pif, desired: DesiredState): Target => ({
  object: { kind: 'pif', uuid: nic.uuid },
  device: nic.device,
  stored: nic.stored,
  wanted: wantedModes(desired.pif),
});

function planTarget(target: Target, features: FeatureSet | undefined, scope: Scope): Omit<HostPlan, 'host' | 'proofs'> {
  if (target.wanted.length === 0) return { live: [], stored: [], skipped: [] };
  if (features === undefined || target.device === null) {
    const skipped = target.wanted.map(({ mode }) => ({
      target: target.device ?? target.object.uuid,
      mode,
      why: 'device-gone' as const,
    }));
    return { live: [], stored: [], skipped };
  }
  const device = target.device;
  const found = target.wanted.map((wanted) => ({ ...wanted, state: modeState(features, wanted.mode) }));
  const changeable = found.filter(({ state }) => state === 'on' || state === 'off');
  return {
    live: scope === 'stored' ? [] : livePlan(device, changeable),
    stored: scope === 'live' ? [] : storedPlan(target.object, target.stored, changeable),
    skipped: found
      .filter(({ state, to }) => state === oppositeFixed(to))
      .map(({ mode }) => ({ target: device, mode, why: 'fixed' as const })),
  };
}

const oppositeFixed = (to: OnOff): ModeState => (to === 'off' ? 'fixed-on' : 'fixed-off');

function livePlan(device: DeviceName, found: readonly (WantedMode & { state: ModeState })[]): readonly LivePlan[] {
  const changes = found.filter(({ state, to }) => state !== to);
  if (changes.length === 0) return [];
  const set = Object.fromEntries(changes.map(({ mode, to }) => [mode, to]));
  const was = Object.fromEntries(changes.map(({ mode, to }) => [mode, to === 'on' ? 'off' : 'on']));
  return [{ device, was, set }];
}

/** `false` where `off` is wanted is as good: only values that mean something else are planned. */
function storedPlan(object: StoredObject, stored: StoredModes, wanted: readonly WantedMode[]): readonly StoredPlan[] {
  const changes = wanted.filter(({ mode, to }) => {
    const value = stored[mode];
    return value === undefined || storedMeaning(value) !== to;
  });
  if (changes.length === 0) return [];
  return [
    {
      object,
      was: Object.fromEntries(changes.map(({ mode }) => [mode, stored[mode] ?? null])),
      set: Object.fromEntries(changes.map(({ mode, to }) => [mode, to])),
    },
  ];
}
