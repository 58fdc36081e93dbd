import { featuresOf, isModeOn, type PackedFeatures } from './features';

/** What must be known of a NIC to count its packets. */
export interface CapturedNic {
  readonly mtu: number;
  /** A length up to which a frame surely is one packet. */
  readonly singleBytes: number;
}

/** Nobody's MTU is smaller: a NIC that merges what it receives, merges nothing to less than this out of full packets. */
const smallestMtu = 1_500;

/** The NICs of a host as its captures are counted: one that merges (gro, lro) does so with packets of peers with a smaller MTU, too. */
export const capturedNics = (
  nics: Readonly<Record<string, { readonly mtu: number }>>,
  features: PackedFeatures,
): Readonly<Record<string, CapturedNic>> =>
  Object.fromEntries(
    Object.entries(nics).map(([device, { mtu }]) => {
      const found = featuresOf(features, device) ?? {};
      const merges = isModeOn(found, 'gro') || isModeOn(found, 'lro');
      return [device, { mtu, singleBytes: merges ? Math.min(mtu, smallestMtu) : mtu }];
    }),
  );
