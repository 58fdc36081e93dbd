import { fail, succeed, type Answer } from '../answer';
import type { Device } from '../pool/standin-pool';
import { featuresInForce, isChangeable, type FeaturesOn } from './features-in-force';
import { isKernelFeature, offloadGroups, type KernelFeature, type OffloadGroup } from './kernel-features';
import { featureLines, isGroupOn } from './print-features';

/** One pair of `ethtool -K`: a mode under its short or long name, or a kernel feature. */
export interface FeatureRequest {
  readonly target: OffloadGroup | KernelFeature;
  readonly on: boolean;
}

/** The pairs behind `ethtool -K DEVICE`; null when ethtool would call them bad arguments. */
export function parseRequests(words: readonly string[]): FeatureRequest[] | null {
  const requests: FeatureRequest[] = [];
  for (let index = 0; index < words.length; index += 2) {
    const [name = '', value] = words.slice(index, index + 2);
    const target = offloadGroups.find(({ short, long }) => short === name || long === name) ?? name;
    if (typeof target === 'string' && !isKernelFeature(target)) return null;
    if (value !== 'on' && value !== 'off') return null;
    requests.push({ target, on: value === 'on' });
  }
  return requests.length === 0 ? null : requests;
}

/** Changes what the device wants, and answers as ethtool 4.19 does: its exit code proves little (facts/xenserver.md §7). */
export function changeFeatures(device: Device, requests: readonly FeatureRequest[]): Answer {
  const before = featuresInForce(device);
  const asked = new Map<KernelFeature, boolean>();
  for (const { target, on } of requests) if (typeof target === 'string') asked.set(target, on);
  const groups = askedGroups(requests);
  const refused: OffloadGroup[] = [];
  for (const [group, on] of groups) {
    const changeable = group.members.filter((member) => isChangeable(device, member));
    if (changeable.length === 0) refused.push(group);
    for (const member of changeable) if (!asked.has(member)) asked.set(member, on);
  }
  for (const [feature, on] of asked) if (isChangeable(device, feature)) device.wanted[feature] = on;

  const stderr = refused.map((group) => `Cannot change ${group.long}\n`).join('');
  const after = featuresInForce(device);
  if (isAsAsked(before, after, asked, groups)) return succeed('', stderr);
  if (sameFeatures(before, after)) return fail(1, `${stderr}Could not change any device features\n`);
  return succeed(`Actual changes:\n${featureLines(device, before).join('\n')}\n`, stderr);
}

const askedGroups = (requests: readonly FeatureRequest[]): ReadonlyMap<OffloadGroup, boolean> => {
  const last = new Map(
    requests.flatMap(({ target, on }) => (typeof target === 'string' ? [] : [[target, on] as const])),
  );
  return new Map(
    offloadGroups.flatMap((group) => (last.has(group) ? [[group, last.get(group) === true] as const] : [])),
  );
};

/** Whether nothing but what was asked for is otherwise now, and all of it is. */
function isAsAsked(
  before: FeaturesOn,
  after: FeaturesOn,
  asked: ReadonlyMap<KernelFeature, boolean>,
  groups: ReadonlyMap<OffloadGroup, boolean>,
): boolean {
  const touched = new Set([...before, ...after, ...asked.keys()]);
  const featuresMatch = [...touched].every((name) => after.has(name) === (asked.get(name) ?? before.has(name)));
  return (
    featuresMatch &&
    offloadGroups.every((group) => isGroupOn(group, after) === (groups.get(group) ?? isGroupOn(group, before)))
  );
}

const sameFeatures = (left: FeaturesOn, right: FeaturesOn): boolean =>
  left.size === right.size && [...left].every((feature) => right.has(feature));
