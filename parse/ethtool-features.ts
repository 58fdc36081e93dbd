import type { FeatureSet, FeatureState } from '../domain/features';
import { notUnderstood } from './not-understood';

/** `[not requested]` says why a value is in force, not that another one was asked for (facts/xenserver.md §7). */
const states: ReadonlyMap<string, FeatureState> = new Map([
  ['on', 'on'],
  ['off', 'off'],
  ['on [fixed]', 'fixed-on'],
  ['off [fixed]', 'fixed-off'],
  ['on [requested off]', 'on-requested-off'],
  ['off [requested on]', 'off-requested-on'],
  ['on [not requested]', 'on'],
  ['off [not requested]', 'off'],
]);

const headerPattern = /^(?:Features|Offload parameters) for \S+:$/;
const noisePattern = /^(?:Cannot get device .*|netlink error: .*|no offload info available)$/;
const featurePattern = /^\s*([a-z][a-z0-9_ -]*): (.+)$/;

/**
 * Reads `ethtool -k`, all versions from 2.6 to 6.x, with or without its standard error (facts/xenserver.md §7).
 * Names are as printed, except that the spaces the oldest ones have (`tcp segmentation offload`) become hyphens.
 * Null when it lists no feature: the device does not exist.
 * @throws OutputNotUnderstood for any other line, an unknown value, or a feature printed twice
 */
export function parseEthtoolFeatures(text: string): FeatureSet | null {
  const features = new Map<string, FeatureState>();
  for (const line of text.split('\n').map((printed) => printed.trimEnd())) {
    if (line === '' || headerPattern.test(line) || noisePattern.test(line)) continue;
    const [, printedName, value] = featurePattern.exec(line) ?? [];
    if (printedName === undefined || value === undefined) throw notUnderstood('ethtool -k', 'no feature line', line);
    const state = states.get(value);
    if (state === undefined) throw notUnderstood('ethtool -k', 'unknown value of a feature', line);
    const name = printedName.replaceAll(' ', '-');
    if (features.has(name)) throw notUnderstood('ethtool -k', 'a feature is printed twice', line);
    features.set(name, state);
  }
  return features.size === 0 ? null : Object.fromEntries(features);
}
