import type { Device } from '../pool/standin-pool';
import { driverProfiles, type FeatureDefault } from './driver-profiles';
import { kernelFeatures, type KernelFeature } from './kernel-features';

/** The features that are on. */
export type FeaturesOn = ReadonlySet<KernelFeature>;

const defaultOf = (device: Device, feature: KernelFeature): FeatureDefault =>
  driverProfiles[device.driver].features[feature] ?? 'fixed-off';

export const isChangeable = (device: Device, feature: KernelFeature): boolean =>
  !defaultOf(device, feature).startsWith('fixed-');

/** What was asked for last: the driver's start values, and what `ethtool -K` said since. */
export const isWanted = (device: Device, feature: KernelFeature): boolean =>
  isChangeable(device, feature)
    ? (device.wanted[feature] ?? defaultOf(device, feature) === 'on')
    : defaultOf(device, feature) === 'fixed-on';

const allSegmentation = kernelFeatures.filter((name) => /^tx-tcp.*-segmentation$/.test(name));

/**
 * What is in force: what is wanted, less what depends on something that is off. The rules of the kernel
 * (netdev_fix_features) and of the drivers, in their order; measured in facts/xenserver.md §7.
 */
export function featuresInForce(device: Device): FeaturesOn {
  const on = new Set<KernelFeature>(kernelFeatures.filter((feature) => isWanted(device, feature)));
  const drop = (...features: readonly KernelFeature[]): void => {
    for (const feature of features) on.delete(feature);
  };
  if (!on.has('rx-checksum')) drop('rx-lro', 'rx-gro-hw');
  const generic = on.has('tx-checksum-ip-generic');
  if (generic) drop('tx-checksum-ipv4', 'tx-checksum-ipv6');
  if (!generic && !on.has('tx-checksum-ipv4')) drop('tx-tcp-segmentation', 'tx-tcp-ecn-segmentation');
  if (!generic && !on.has('tx-checksum-ipv6')) drop('tx-tcp6-segmentation');
  if (!on.has('tx-tcp-segmentation')) drop('tx-tcp-mangleid-segmentation');
  if (!on.has('tx-scatter-gather')) drop(...allSegmentation, 'tx-generic-segmentation');
  if (on.has('rx-lro')) drop('rx-gro-hw');
  return on;
}
