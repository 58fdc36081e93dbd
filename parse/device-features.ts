import type { FeatureSet } from '../domain/features';
import { isDeviceName, type DeviceName } from '../domain/ids';
import { parseEthtoolFeatures } from './ethtool-features';
import { expectKind, notUnderstood } from './not-understood';

/**
 * Reads `ethtool -k` of many devices, each under a line `@device NAME`. A device the host does not have is left out.
 * @throws OutputNotUnderstood as parseEthtoolFeatures does, for text before the first device, and for a wrong name
 */
export function parseDeviceFeatures(text: string): ReadonlyMap<DeviceName, FeatureSet> {
  const [before = '', ...blocks] = text.split(/^@device /m);
  if (before.trim() !== '') throw notUnderstood('ethtool -k', 'text before the first device', before.trim());
  return new Map(
    blocks.flatMap((block) => {
      const [device = '', ...lines] = block.split('\n');
      const name = expectKind(device, isDeviceName, 'ethtool -k', 'a device name');
      const features = parseEthtoolFeatures(lines.join('\n'));
      return features === null ? [] : [[name, features]];
    }),
  );
}
