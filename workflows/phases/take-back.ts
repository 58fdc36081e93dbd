import { CancellationScope } from '@temporalio/workflow';
import type { ChangeInput, HostEnd, RunRef, SliceEnd } from '../../domain/pool-run';
import type { HostRef } from '../../domain/run';
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
 * Takes back what this run changed on hosts that had come to their end, or on those chosen of them, newest first; cannot be cancelled. No more at once than
 * were changed at once: with HA on, one.
 */
export async function takeHostsBack(
  change: PoolChange,
  ends: readonly HostEnd[],
  progress: RunProgress,
  isChosen: (end: HostEnd) => boolean = () => true,
): Promise<readonly HostEnd[]> {
  const atOnce = change.haEnabled ? 1 : change.waves.size;
  const chosen = ends.filter((end) => isChanged(end) && isChosen(end)).reverse();
  const taken = new Map<string, HostEnd>();
  for (let next = 0; next < chosen.length; next += atOnce) {
    progress.enter('taking back');
    const wave = chosen.slice(next, next + atOnce);
    const back = await Promise.all(wave.map((end) => takeHostBack(change, end, progress)));
    for (const end of back) taken.set(end.host.uuid, end);
  }
  return ends.map((end) => taken.get(end.host.uuid) ?? end);
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
