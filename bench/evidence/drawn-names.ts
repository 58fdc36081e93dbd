import { isDeviceName, isNetworkUuid, type DeviceName, type NetworkUuid } from '../../domain/ids';
import { namedUuid } from '../../lab/standin/pool/named-chance';

/** The uuid of a thing of a drawn pool, by its name. */
export const uuidOf = <Id extends string>(seed: string, isKind: (text: string) => text is Id, name: string): Id =>
  checked(isKind, namedUuid(seed, name));

export const networkOf = (seed: string, name: string): NetworkUuid => uuidOf(seed, isNetworkUuid, `network/${name}`);

export const deviceOf = (name: string): DeviceName => checked(isDeviceName, name);

function checked<Id extends string>(isKind: (text: string) => text is Id, text: string): Id {
  if (isKind(text)) return text;
  throw new Error(`not of the kind asked for: ${text}`);
}
