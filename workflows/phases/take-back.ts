import { CancellationScope } from '@temporalio/workflow';
import type { ChangeInput, HostEnd, RunRef, SliceEnd } from '../../domain/pool-run';
import type { Cure } from '../../domain/cure';
import { isAmong, isWholeChange } from '../../domain/part-of-change';
import type { HostRef } from '../../domain/run';
import { isUseless, notHelped, takenBackOf } from '../../domain/useless-change';
import { planWayBack } from '../../domain/waves';
import type { WayOfRollback } from '../rollback-host';
import type { RunProgress } from '../run-progress';
import { runHostChild, type HostChild } from './host-child';
import type { PoolChange } from './pool-change';
import { runSliceChild } from './pool-slice';

/** The child that takes one earlier change back. */
export const rollbackChild = (
  { pool, poolRef, waves: { confirmSeconds } }: ChangeInput,
  host: HostRef | null,
  record: RunRef,
  how: WayOfRollback = { from: 'history' },
): HostChild => ({
  workflow: 'rollbackHost',
  input: { pool, host, coordinator: poolRef.coordinator, record, confirmSeconds, ...how },
});

/** Whether a run has brought a change to its end there. */
const isChanged = ({ outcome, run }: SliceEnd): boolean => run !== null && (outcome === 'done' || outcome === 'failed');

/**
 * Takes back what this run changed on hosts that had come to their end, or on those chosen of them, in the waves of a
 * rollback; cannot be cancelled.
 */
export async function takeHostsBack(
  change: PoolChange,
  all: readonly HostEnd[],
  progress: RunProgress,
  isChosen: (end: HostEnd) => boolean = () => true,
): Promise<readonly HostEnd[]> {
  const { poolRef, waves: settings, haEnabled } = change;
  const ends = new Map(all.map((end) => [end.host.uuid, end]));
  const chosen = all.filter((end) => isChanged(end) && isChosen(end)).map(({ host }) => host.uuid);
  if (chosen.length > 0) progress.enter('taking back');
  for (const wave of planWayBack(chosen, poolRef.coordinator.uuid, settings, haEnabled)) {
    const changed = wave.flatMap((uuid) => ends.get(uuid) ?? []);
    const back = await Promise.all(changed.map((end) => takeHostBack(change, end, progress)));
    for (const end of back) ends.set(end.host.uuid, end);
  }
  return [...ends.values()];
}

/**
 * Takes one host back, or some modes of it (where the change did not help, those that did not): `rolled-back`, with the error that led
 * to it, or what kept it. Where something of the change is left that helped, the host is `done`.
 */
export async function takeHostBack(
  change: PoolChange,
  end: HostEnd,
  progress: RunProgress,
  chosen = isUseless(end) ? notHelped(change.waves, end.cures ?? []) : null,
): Promise<HostEnd> {
  const { host, cures } = end;
  progress.host(host.name, 'taking back');
  const plan = change.planned.find((planned) => planned.host.uuid === host.uuid)?.plan;
  const only = chosen === null || plan === undefined || isWholeChange(plan, chosen) ? null : chosen;
  const back = await takeBack(end, (record) =>
    runHostChild(
      change.poolRef,
      host,
      rollbackChild(change, host, record, only === null ? leftOf(end) : { from: 'history', part: { only } }),
    ),
  );
  const isBack = back.outcome === 'rolled-back';
  const ended = isBack && only !== null ? { ...back, ...withRest(end) } : back;
  progress.host(host.name, ended.outcome, (back.error ?? end.error)?.message);
  if (cures === undefined) return { host, ...ended };
  const isTakenBack = ({ device, mode }: Cure): boolean => isBack && (only === null || isAmong(only, device, mode));
  return { host, ...ended, cures: cures.map((cure) => (isTakenBack(cure) ? { ...cure, takenBack: true } : cure)) };
}

/** All that a run left of the change of a host: what it took back by itself may have been changed by somebody since. */
export const leftOf = (end: HostEnd | SliceEnd): WayOfRollback => ({
  from: 'history',
  part: { except: takenBackOf(end) },
  earlier: (end.takenBackBy ?? []).map(({ runId }) => runId),
});

/** How a host ends of which a part was taken back: what did not help is no fault of the rest. */
const withRest = (end: HostEnd): Pick<HostEnd, 'outcome' | 'error'> =>
  isUseless(end) ? { outcome: 'done', error: null } : { outcome: end.outcome, error: end.error };

/** Takes the change of objects that belong to no host back. */
export const takeSliceBack = async (run: ChangeInput, end: SliceEnd | null): Promise<SliceEnd | null> =>
  end !== null && isChanged(end)
    ? takeBack(end, (record) => runSliceChild(run.poolRef, rollbackChild(run, null, record)))
    : end;

async function takeBack(end: SliceEnd, rollBack: (record: RunRef) => Promise<SliceEnd>): Promise<SliceEnd> {
  const { run, error } = end;
  if (run === null) return end;
  const back = await CancellationScope.nonCancellable(() => rollBack(run));
  const takenBackBy = [...(end.takenBackBy ?? []), ...(back.run === null ? [] : [back.run])];
  if (back.outcome === 'done') return { outcome: 'rolled-back', error, run, takenBackBy };
  return { outcome: back.outcome === 'lost' ? 'lost' : 'stuck', error: back.error, run, takenBackBy };
}
