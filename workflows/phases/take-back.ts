import { CancellationScope } from '@temporalio/workflow';
import type { ChangeInput, HostEnd, RunRef, SliceEnd } from '../../domain/pool-run';
import type { HostRef } from '../../domain/run';
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
  from: RollbackHostInput['from'] = 'history',
): HostChild => ({
  workflow: 'rollbackHost',
  input: { pool, host, coordinator: poolRef.coordinator, record, from, confirmSeconds },
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

/** Takes one host back: `rolled-back`, with the error that led to it, or what kept it. */
export async function takeHostBack(run: ChangeInput, end: HostEnd, progress: RunProgress): Promise<HostEnd> {
  const { host } = end;
  progress.host(host.name, 'taking back');
  const back = await takeBack(end, (record) => runHostChild(run.poolRef, host, rollbackChild(run, host, record)));
  progress.host(host.name, back.outcome, back.error?.message);
  return { ...(end.cures === undefined ? {} : { cures: end.cures }), host, ...back };
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
