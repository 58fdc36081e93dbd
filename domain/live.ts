import {
  featuresOf,
  isFixed,
  packFeatures,
  wanted,
  type FeatureDifference,
  type FeatureSet,
  type FeatureState,
  type PackedFeatures,
} from './features';
import { isDeviceName, isFeatureName, type DeviceName, type FeatureName } from './ids';
import { modes, subFeatures, summaryLine, type Mode } from './modes';
import type { LivePlan } from './plan';

const deviceNames = (packed: PackedFeatures): readonly DeviceName[] => Object.keys(packed.devices).filter(isDeviceName);

const featureNames = (features: FeatureSet): readonly FeatureName[] => Object.keys(features).filter(isFeatureName);

/** Planned modes that a re-read does not show in force, as differences of the summary line. Gone devices are none. */
export const notInForce = (plans: readonly LivePlan[], now: PackedFeatures): readonly FeatureDifference[] =>
  plans.flatMap((plan) => {
    const features = featuresOf(now, plan.device);
    if (features === undefined) return [];
    return modes.flatMap((mode) => {
      const expected = plan.set[mode];
      const feature = summaryLine[mode];
      const found = stateOf(features, mode);
      if (expected === undefined || found === expected || !isFeatureName(feature)) return [];
      return [{ device: plan.device, feature, expected, found }];
    });
  });

/** A mode's state, with what its sub-features were asked for where they say it and the summary line does not. */
export function stateOf(features: FeatureSet, mode: Mode): FeatureState | 'absent' {
  const summary = features[summaryLine[mode]] ?? 'absent';
  const members = subFeatures[mode];
  if (members === undefined || summary !== 'off') return summary;
  const waits = Object.entries(features).some(([name, state]) => members.test(name) && state === 'off-requested-on');
  return waits ? 'off-requested-on' : 'off';
}

/** Every feature of every device in `before` that is not exactly so now. Gone devices are none; see `goneDevices`. */
export const differences = (before: PackedFeatures, now: PackedFeatures): readonly FeatureDifference[] =>
  deviceNames(before).flatMap((device) => {
    const then = featuresOf(before, device) ?? {};
    const present = featuresOf(now, device);
    if (present === undefined) return [];
    return featureNames(then).flatMap((feature) => {
      const expected = then[feature] ?? 'absent';
      const found = present[feature] ?? 'absent';
      return expected === found ? [] : [{ device, feature, expected, found }];
    });
  });

/** Devices of `before` that the host has no more: VIFs whose VM moved or stopped. */
export const goneDevices = (before: readonly string[], now: PackedFeatures): readonly string[] =>
  before.filter((device) => featuresOf(now, device) === undefined);

/** The part of `before` that a run changed, judged by `after`: what its rollback puts back. */
export function changedPart(before: PackedFeatures, after: PackedFeatures): PackedFeatures {
  const changed = new Map<DeviceName, FeatureSet>();
  for (const { device, feature, expected } of differences(before, after)) {
    if (expected === 'absent') continue;
    changed.set(device, { ...changed.get(device), [feature]: expected });
  }
  return packFeatures(changed);
}

/** What `restore-live.sh` reads: the value asked for of every feature that can be set, one a line. */
export const restoreLines = (target: PackedFeatures): string =>
  deviceNames(target)
    .flatMap((device) => {
      const features = featuresOf(target, device) ?? {};
      return featureNames(features).flatMap((feature) => {
        const state = features[feature];
        return state === undefined || isFixed(state) ? [] : [`${device} ${feature} ${wanted(state)}`];
      });
    })
    .join('\n');

/** What `apply-live.sh` reads: one mode of one device a line, in the plan's order. */
export const applyLines = (plans: readonly LivePlan[]): string =>
  plans
    .flatMap((plan) =>
      modes.flatMap((mode) => (plan.set[mode] === undefined ? [] : [`${plan.device} ${mode} ${plan.set[mode]}`])),
    )
    .join('\n');
