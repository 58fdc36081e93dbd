import { featuresOf, packFeatures, type FeatureSet, type PackedFeatures } from './features';
import { isDeviceName, type DeviceName, type PifUuid } from './ids';
import { modesOf, pickModes, subFeatures, summaryLine, type Mode } from './modes';
import { isEmptyPlan, type LivePlan, type PlannedChange } from './plan';
import { partOfStoredPlan, type StoredPlan } from './stored';

/** One mode of one NIC, live and stored. */
export interface NicMode {
  readonly nic: PifUuid;
  readonly device: DeviceName;
  readonly mode: Mode;
}

/** Which modes of a change are meant: these alone, or all but these. */
export type PartOfChange = { readonly only: readonly NicMode[] } | { readonly except: readonly NicMode[] };

/** Whether a mode of a device, or of an object (its uuid), is one of these. */
export const isAmong = (chosen: readonly NicMode[], target: string, mode: string): boolean =>
  chosen.some((each) => each.mode === mode && (each.device === target || each.nic === target));

const isMeant = (part: PartOfChange, target: string, mode: string): boolean =>
  'only' in part ? isAmong(part.only, target, mode) : !isAmong(part.except, target, mode);

/** A part of what is planned. */
export const partOfPlan = ({ live, stored, proofs }: PlannedChange, part: PartOfChange): PlannedChange => ({
  live: live.flatMap(({ device, was, set }) => {
    const left = modesOf(set).filter((mode) => isMeant(part, device, mode));
    return left.length === 0 ? [] : [{ device, was: pickModes(was, left), set: pickModes(set, left) }];
  }),
  stored: partOfStored(stored, part),
  proofs: proofs.filter(({ device, mode }) => isMeant(part, device, mode)),
});

/** Whether these are all that a change sets. */
export const isWholeChange = (plan: PlannedChange, chosen: readonly NicMode[]): boolean =>
  isEmptyPlan(partOfPlan(plan, { except: chosen }));

/** What puts a change back: features with the values they had, and stored values. */
export interface WayBack {
  readonly restore: PackedFeatures | null;
  readonly stored: readonly StoredPlan[];
}

/** A part of a way back, of the change that set `live`. */
export const partOfWayBack = (
  { restore, stored }: WayBack,
  live: readonly LivePlan[],
  part: PartOfChange,
): WayBack => ({
  restore: restore === null ? null : partOfFeatures(restore, live, part),
  stored: partOfStored(stored, part),
});

/**
 * Features follow each other: with the modes that are meant `only` goes all that changed on their device, but for what belongs to
 * others that were set there; and what is left of it afterwards are those alone.
 */
function partOfFeatures(restore: PackedFeatures, live: readonly LivePlan[], part: PartOfChange): PackedFeatures {
  const isBack = (device: string, feature: string): boolean => {
    const set = live.filter((plan) => plan.device === device).flatMap((plan) => modesOf(plan.set));
    const meant = set.filter((mode) => isMeant(part, device, mode));
    const others = set.filter((mode) => !meant.includes(mode));
    if (meant.length === 0) return false;
    return 'only' in part || others.length === 0 ? !isOf(others, feature) : isOf(meant, feature);
  };
  const devices = Object.keys(restore.devices)
    .filter(isDeviceName)
    .map((device): readonly [DeviceName, FeatureSet] => {
      const features = Object.entries(featuresOf(restore, device) ?? {});
      return [device, Object.fromEntries(features.filter(([feature]) => isBack(device, feature)))];
    });
  return packFeatures(new Map(devices.filter(([, features]) => Object.keys(features).length > 0)));
}

const isOf = (some: readonly Mode[], feature: string): boolean =>
  some.some((mode) => summaryLine[mode] === feature || subFeatures[mode]?.test(feature) === true);

const partOfStored = (stored: readonly StoredPlan[], part: PartOfChange): readonly StoredPlan[] =>
  stored.flatMap((plan) => {
    const left = modesOf(plan.set).filter((mode) => isMeant(part, plan.object.uuid, mode));
    return left.length === 0 ? [] : [partOfStoredPlan(plan, left)];
  });
