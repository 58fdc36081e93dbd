import { isDeviceName, type DeviceName, type FeatureName } from './ids';
import { summaryLine, type Mode, type OnOff } from './modes';

/**
 * One line of `ethtool -k`: the value in force, whether the driver fixes it, and what was asked for where that differs.
 * `off-requested-on` is off now and comes back by itself with the feature it depends on (facts/xenserver.md §7).
 */
export type FeatureState = 'on' | 'off' | 'fixed-on' | 'fixed-off' | 'on-requested-off' | 'off-requested-on';

/** Every feature of one device, by the name `ethtool -k` prints. */
export type FeatureSet = Readonly<Record<string, FeatureState>>;

/** A mode as people and programs are told of it. */
export type ModeState = 'on' | 'off' | 'fixed-on' | 'fixed-off' | 'absent';

/** Devices of one host with their features; equal sets are kept once, since hundreds of VIFs have the same one. */
export interface PackedFeatures {
  readonly sets: readonly FeatureSet[];
  /** Device name to index in `sets`. */
  readonly devices: Readonly<Record<string, number>>;
}

/** The value in force: `off-requested-on` is off. */
const inForce = (state: FeatureState): OnOff =>
  state === 'on' || state === 'fixed-on' || state === 'on-requested-off' ? 'on' : 'off';

/** The value the kernel was asked for and will return to: `off-requested-on` is on. */
export const wanted = (state: FeatureState): OnOff =>
  state === 'on' || state === 'fixed-on' || state === 'off-requested-on' ? 'on' : 'off';

export const isFixed = (state: FeatureState): boolean => state === 'fixed-on' || state === 'fixed-off';

/** What a set says of one mode. A mode whose line is missing (ufo on new kernels) is `absent`. */
export function modeState(features: FeatureSet, mode: Mode): ModeState {
  const state = features[summaryLine[mode]];
  if (state === undefined) return 'absent';
  if (state === 'fixed-on' || state === 'fixed-off') return state;
  return inForce(state);
}

/** Whether a mode is in force, fixed or not. */
export function isModeOn(features: FeatureSet, mode: Mode): boolean {
  const state = modeState(features, mode);
  return state === 'on' || state === 'fixed-on';
}

/** Keeps equal feature sets once. */
export function packFeatures(devices: ReadonlyMap<DeviceName, FeatureSet>): PackedFeatures {
  const sets: FeatureSet[] = [];
  const indexByText = new Map<string, number>();
  const indexByDevice: Record<string, number> = {};
  for (const [device, features] of devices) {
    const text = JSON.stringify(features);
    let index = indexByText.get(text);
    if (index === undefined) {
      index = sets.push(features) - 1;
      indexByText.set(text, index);
    }
    indexByDevice[device] = index;
  }
  return { sets, devices: indexByDevice };
}

/** The features of one device, or undefined where the host has no such device (any more). */
export function featuresOf(packed: PackedFeatures, device: string): FeatureSet | undefined {
  const index = packed.devices[device];
  return index === undefined ? undefined : packed.sets[index];
}

/** The features of a host's devices by two readings, the later of which may know fewer devices. */
export function latestOf(earlier: PackedFeatures | null, later: PackedFeatures | null): PackedFeatures | null {
  if (earlier === null || later === null) return later ?? earlier;
  const devices = [...new Set([...Object.keys(earlier.devices), ...Object.keys(later.devices)])].filter(isDeviceName);
  return packFeatures(
    new Map(devices.map((device) => [device, featuresOf(later, device) ?? featuresOf(earlier, device) ?? {}])),
  );
}

export interface FeatureDifference {
  readonly device: DeviceName;
  readonly feature: FeatureName;
  readonly expected: FeatureState | 'absent';
  readonly found: FeatureState | 'absent';
}
