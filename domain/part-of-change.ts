import { featuresOf, packFeatures, type FeatureSet, type PackedFeatures } from './features';
import { isDeviceName, type DeviceName, type PifUuid } from './ids';
import { modes, subFeatures, summaryLine, type Mode } from './modes';
import type { LivePlan, PlannedChange } from './plan';
import { pickModes, type StoredPlan } from './stored';

/** One mode of one NIC, live and stored. */
export interface NicMode {
  readonly nic: PifUuid;
  readonly device: DeviceName;
  readonly mode: Mode;
}

/** Whether a mode of a device, or of an object (its uuid), is one of these. */
export const isAmong = (chosen: readonly NicMode[], target: string, mode: string): boolean =>
  chosen.some((each) => each.mode === mode && (each.device === target || each.nic === target));

/** Whether these are all that a change sets. */
export const isWholeChange = (
  { live, stored }: Pick<PlannedChange, 'live' | 'stored'>,
  chosen: readonly NicMode[],
): boolean =>
  [
    ...live.map(({ device, set }) => ({ target: device, set })),
    ...stored.map(({ object, set }) => ({ target: object.uuid, set })),
  ].every(({ target, set }) => setModes(set).every((mode) => isAmong(chosen, target, mode)));

/** What puts a change back: features with the values they had, and stored values. */
export interface WayBack {
  readonly restore: PackedFeatures | null;
  readonly stored: readonly StoredPlan[];
}

/**
 * The part of a way back that belongs to some modes of NICs. Features follow each other, so all that changed on their devices
 * goes back, but for the other modes that the change set there.
 */
export function partOfWayBack(
  { restore, stored }: WayBack,
  live: readonly LivePlan[],
  chosen: readonly NicMode[],
): WayBack {
  const isStaying = (device: string, feature: string): boolean =>
    live
      .filter((plan) => plan.device === device)
      .flatMap(({ set }) => setModes(set).filter((mode) => !isAmong(chosen, device, mode)))
      .some((mode) => summaryLine[mode] === feature || subFeatures[mode]?.test(feature) === true);
  return {
    restore: restore === null ? null : onDevices(restore, chosen, isStaying),
    stored: stored.flatMap((plan) => {
      const back = setModes(plan.set).filter((mode) => isAmong(chosen, plan.object.uuid, mode));
      return back.length === 0 ? [] : [pickModes(plan, back)];
    }),
  };
}

function onDevices(
  restore: PackedFeatures,
  chosen: readonly NicMode[],
  isStaying: (device: string, feature: string) => boolean,
): PackedFeatures {
  const devices = Object.keys(restore.devices)
    .filter(isDeviceName)
    .filter((device) => chosen.some((each) => each.device === device));
  return packFeatures(
    new Map(
      devices.map((device) => {
        const features = Object.entries(featuresOf(restore, device) ?? {});
        const back: FeatureSet = Object.fromEntries(features.filter(([name]) => !isStaying(device, name)));
        return [device, back];
      }),
    ),
  );
}

const setModes = (set: Readonly<Partial<Record<Mode, unknown>>>): readonly Mode[] =>
  modes.filter((mode) => set[mode] !== undefined);
