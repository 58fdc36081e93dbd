import type { ErrorFacts } from '../../domain/errors';
import type { PackedFeatures } from '../../domain/features';
import { changedPart, differences, notInForce } from '../../domain/live';
import { liveSummary } from '../../domain/plan-summary';
import { noCost, type HostRef } from '../../domain/run';
import { undoStored } from '../../domain/stored';
import { count } from '../../domain/words';
import type { Activities } from '../../activities/create-activities';
import { changing, reading, undoing } from '../activity-proxies';
import { contactErrors, errorFacts } from '../failure';
import type { HostChange, HostFacts, HostStep, Learnt } from './step';

const hasRestore = ({ restore }: HostChange): boolean => restore !== null && Object.keys(restore.devices).length > 0;

const hasLive = (change: HostChange): boolean => change.live.length > 0 || hasRestore(change);

/** Whether there is anything to do: then the host is held, and for objects of no host the coordinator. */
export const isHolding = (change: HostChange): boolean => hasLive(change) || change.stored.length > 0;

const devicesOf = ({ live, restore }: HostChange): readonly string[] => [
  ...new Set([...live.map((plan) => plan.device), ...Object.keys(restore?.devices ?? {})]),
];

/** What every activity on the host is told. */
export function onHost(change: HostChange): { pool: string; host: HostRef; run: string } {
  return { pool: change.pool, host: change.host ?? change.coordinator, run: change.run };
}

/** Whose change it is, as the Web UI's summaries begin. */
const nameOf = ({ host }: HostChange): string => host?.name ?? 'halted VMs';

/** For steps that change nothing, or whose work another step's undo takes back. */
const nothingToUndo = (): Promise<Learnt> => Promise.resolve({ cost: noCost });

const asExpected = (): null => null;

/** Whether an undo left something different. */
export const isLeft = ({ liveDifferent, storedDifferent, undoErrors }: HostFacts): boolean =>
  liveDifferent.length > 0 || storedDifferent.length > 0 || undoErrors.length > 0;

/** Takes the host's lock, records the before-state, arms the dead man's switch. */
const hold: HostStep = {
  name: 'hold',
  place: 'host',
  needed: isHolding,
  apply: async (change) => {
    const { poolRun, host, stored, confirmSeconds, takesBack } = change;
    const endedRun = takesBack?.hasEnded === true ? takesBack.run : null;
    const doing = hasLive(change) ? "lock, record, arm the dead man's switch" : 'lock, record';
    const { now, cost } = await changing(`${nameOf(change)}: ${doing}`).acquireHost({
      ...onHost(change),
      ...{ poolRun, isSlice: host === null, stored, confirmSeconds, endedRun },
      devices: devicesOf(change),
    });
    return { before: now, now, cost };
  },
  check: asExpected,
  undo: (change, facts) =>
    undoing(`${nameOf(change)}: release`, change.confirmSeconds).releaseHost({
      ...onHost(change),
      closed: isLeft(facts) ? [] : [change.run],
    }),
};

const read = (change: HostChange): ReturnType<Activities['verifyHost']> =>
  reading(`${nameOf(change)}: read everything again`).verifyHost({ ...onHost(change), devices: devicesOf(change) });

/** Puts every feature back to the before-state, and says what is still different: also where the way back failed. */
async function restoreBefore(change: HostChange, before: PackedFeatures | null): Promise<Learnt> {
  if (before === null) return { cost: noCost };
  const restore = undoing(`${nameOf(change)}: put every feature back`, change.confirmSeconds);
  try {
    const { now, cost } = await restore.restoreLive({ ...onHost(change), target: before });
    return { now, liveDifferent: differences(before, now), cost };
  } catch (error) {
    const failed = errorFacts(error, change.host?.name);
    if (contactErrors.includes(failed.type)) throw error;
    const { now, cost } = await read(change);
    const liveDifferent = differences(before, now);
    return { now, liveDifferent, cost, ...(liveDifferent.length === 0 ? {} : { failed }) };
  }
}

/** Sets the planned modes with ethtool. */
const applyLive: HostStep = {
  name: 'apply live',
  place: 'host',
  needed: ({ live }) => live.length > 0,
  apply: (change) =>
    changing(`${nameOf(change)}: ${liveSummary(change.live)}`).applyLive({ ...onHost(change), live: change.live }),
  check: (change, { now }) => modesNotInForce('ModeNotApplied', change, now),
  undo: (change, { before }) => restoreBefore(change, before),
};

/** Puts features back that an earlier run changed. */
const restoreLive: HostStep = {
  name: 'restore live',
  place: 'host',
  needed: hasRestore,
  apply: async (change) => {
    const target = change.restore ?? { sets: [], devices: {} };
    return changing(`${nameOf(change)}: restore ${devicesOf(change).join(' ')}`).restoreLive({
      ...onHost(change),
      target,
    });
  },
  check: ({ restore }, { now }) => notRestored(restore, now),
  undo: (change, { before }) => restoreBefore(change, before),
};

/** Proves over a new connection that the host can be reached, and disarms the switch. */
const confirm: HostStep = {
  name: 'confirm',
  place: 'host',
  needed: hasLive,
  apply: (change) => changing(`${nameOf(change)}: confirm over a new connection`).confirmHost(onHost(change)),
  check: asExpected,
  undo: nothingToUndo,
};

/** Writes the planned values to xapi. */
const writeStored: HostStep = {
  name: 'write stored',
  place: 'coordinator',
  needed: ({ stored }) => stored.length > 0,
  apply: async (change) => {
    const { pool, coordinator, stored, onConflict } = change;
    const { different, cost } = await changing(
      `${nameOf(change)}: write ${count(stored.length, 'object')} to xapi`,
    ).writeStored({ pool, coordinator, stored, onConflict });
    return { storedDifferent: different, cost };
  },
  check: (change, { storedDifferent }) => {
    const [first] = storedDifferent;
    if (first === undefined || change.onConflict === 'pass-over') return null;
    return {
      type: 'StoredNotWritten',
      message: `${first.object.kind} ${first.object.uuid}: ethtool-${first.mode} is ${first.found ?? 'absent'} after writing ${first.expected ?? 'absent'}`,
    };
  },
  undo: async (change) => {
    const { pool, coordinator, stored, confirmSeconds } = change;
    const backwards = stored.map(undoStored);
    const input = { pool, coordinator, stored: backwards, onConflict: 'pass-over' as const };
    const { different, cost } = await undoing(`${nameOf(change)}: put xapi back`, confirmSeconds).writeStored(input);
    return { storedDifferent: different, cost };
  },
};

/** Reads everything once more. */
const verify: HostStep = {
  name: 'verify',
  place: 'host',
  needed: hasLive,
  apply: read,
  check: (change, { now }) => modesNotInForce('ModeChangedAgain', change, now) ?? notRestored(change.restore, now),
  undo: nothingToUndo,
};

/** The change of one host, in order. */
export const hostSteps: readonly HostStep[] = [hold, applyLive, restoreLive, confirm, writeStored, verify];

function modesNotInForce(
  type: 'ModeNotApplied' | 'ModeChangedAgain',
  { live }: HostChange,
  now: PackedFeatures | null,
): ErrorFacts | null {
  const [first, ...more] = now === null ? [] : notInForce(live, now);
  if (first === undefined) return null;
  const others = more.length === 0 ? '' : ` (and ${String(more.length)} more)`;
  return { type, message: `${first.device}: ${first.feature} is ${first.found}, not ${first.expected}${others}` };
}

function notRestored(restore: PackedFeatures | null, now: PackedFeatures | null): ErrorFacts | null {
  const [first] = restore === null || now === null ? [] : differences(restore, now);
  if (first === undefined) return null;
  return {
    type: 'UndoIncomplete',
    message: `${first.device}: ${first.feature} is ${first.found}, was ${first.expected}`,
  };
}

/** What a rollback of a host puts back live: what the run changed, or all it recorded where its end is unknown. */
export const toRestore = (before: PackedFeatures | null, after: PackedFeatures | null): PackedFeatures | null =>
  before === null ? null : after === null ? before : changedPart(before, after);
