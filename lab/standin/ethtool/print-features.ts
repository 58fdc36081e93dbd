import type { Device } from '../pool/standin-pool';
import { featuresInForce, isChangeable, isWanted, type FeaturesOn } from './features-in-force';
import { kernelFeatures, offloadGroups, type KernelFeature, type OffloadGroup } from './kernel-features';

const grouped: ReadonlySet<KernelFeature> = new Set(offloadGroups.flatMap((group) => group.members));

const onOff = (isOn: boolean): string => (isOn ? 'on' : 'off');

/** A group is on when any of its features is. */
export const isGroupOn = (group: OffloadGroup, on: FeaturesOn): boolean =>
  group.members.some((member) => on.has(member));

/**
 * The lines of `ethtool -k` in the style of 4.19; with `before`, only what is otherwise than then. A group of exactly
 * one feature is printed once, under the name of the group.
 */
export function featureLines(device: Device, before?: FeaturesOn): string[] {
  const on = featuresInForce(device);
  const line = (feature: KernelFeature, prefix: string): string[] => {
    if (before?.has(feature) === on.has(feature)) return [];
    return [`${prefix}: ${onOff(on.has(feature))}${note(device, feature, on)}`];
  };
  const groupLines = (group: OffloadGroup): string[] => {
    const [only, ...more] = group.members;
    if (only !== undefined && more.length === 0) return line(only, group.long);
    const isOn = isGroupOn(group, on);
    const isShown = before === undefined || isGroupOn(group, before) !== isOn;
    return [
      ...(isShown ? [`${group.long}: ${onOff(isOn)}`] : []),
      ...group.members.flatMap((member) => line(member, `\t${member}`)),
    ];
  };
  const others = kernelFeatures.filter((feature) => !grouped.has(feature));
  return [...offloadGroups.flatMap(groupLines), ...others.flatMap((feature) => line(feature, feature))];
}

function note(device: Device, feature: KernelFeature, on: FeaturesOn): string {
  if (!isChangeable(device, feature)) return ' [fixed]';
  const wanted = isWanted(device, feature);
  return wanted === on.has(feature) ? '' : ` [requested ${onOff(wanted)}]`;
}
