import { CancellationScope } from '@temporalio/workflow';
import type { ChangeInput, HostEnd, RunRef, SliceEnd } from '../../domain/pool-run';
import type { Cure } from '../../domain/cure';
import { isAmong, isWholeChange, type NicMode } from '../../domain/part-of-change';
import type { HostRef } from '../../domain/run';
import { isUseless, notHelped } from '../../domain/useless-change';
import { planWayBack } from '../../domain/waves';
import type { RollbackHostInput } from '../rollback-host';
import type { RunProgress } from '../run-progress';
import { runHostChild, type HostChild } from './host-child';
import type { PoolChange } from './pool-change';
import { runSliceChild } from './pool-slice';

/** The child that takes one earlier change back. */
export const rollbackChild = (
  { pool, poolRef, waves: { confirmSeconds } }: ChangeInput,
  host: HostRef | null,
  record: RunRef,
  how: Pick<RollbackHostInput, 'from' | 'part'> = { from: 'history' },
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
 * Takes one host back: `rolled-back`, with the error that led to it, or what kept it. Where a part of its change did not help,
 * that part alone: the host is `done` then.
 */
export async function takeHostBack(change: PoolChange, end: HostEnd, progress: RunProgress): Promise<HostEnd> {
  const { host, cures } = end;
  progress.host(host.name, 'taking back');
  const part = uselessPart(change, end);
  const how = { from: 'history' as const, ...(part === null ? {} : { part }) };
  const back = await takeBack(end, (record) =>
    runHostChild(change.poolRef, host, rollbackChild(change, host, record, how)),
  );
  const isBack = back.outcome === 'rolled-back';
  const ended = isBack && part !== null ? { ...back, outcome: 'done' as const, error: null } : back;
  progress.host(host.name, ended.outcome, (back.error ?? end.error)?.message);
  if (cures === undefined) return { host, ...ended };
  const isTakenBack = ({ device, mode }: Cure): boolean => isBack && (part === null || isAmong(part, device, mode));
  return { host, ...ended, cures: cures.map((cure) => (isTakenBack(cure) ? { ...cure, takenBack: true } : cure)) };
}

/** The modes that did not help, where the host was changed in more than these; null where it goes back whole. */
function uselessPart({ waves, planned }: PoolChange, end: HostEnd): readonly NicMode[] | null {
  const plan = planned.find(({ host }) => host.uuid === end.host.uuid)?.plan;
  if (!isUseless(end) || plan === undefined) return null;
  const useless = notHelped(waves, end.cures ?? []);
  return isWholeChange(plan, useless) ? null : useless;
}

/** The same for the objects that belong to no host. */
export const takeSliceBack = async (run: ChangeInput, end: SliceEnd | null): Promise<SliceEnd | null> =>
  end !== null && isChanged(end)
    ? takeBack(end, (record) => runSliceChild(run.poolRef, rollbackChild(run, null, record)))
    : end;

async function takeBack(end: SliceEnd, rollBack: (record: RunRef) => Promise<SliceEnd>): Promise<SliceEnd> {
  const { run, error } = end;
  if (run === null) return end;
  const back = await CancellationScope.nonCancellable(() => rollBack(run));
  const takenBackBy = back.run === null ? {} : { takenBackBy: back.run };
  if (back.outcome === 'done') return { outcome: 'rolled-back', error, run, ...takenBackBy };
  return { outcome: back.outcome === 'lost' ? 'lost' : 'stuck', error: back.error, run, ...takenBackBy };
}
