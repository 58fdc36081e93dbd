import { CancellationScope } from '@temporalio/workflow';
import type { HostEnd, PoolRunInput, RunRef, SliceEnd } from '../../domain/pool-run';
import type { HostRef } from '../../domain/run';
import type { WaveSettings } from '../../domain/waves';
import { hostId, sliceId } from '../../domain/workflow-ids';
import type { RollbackHostInput } from '../rollback-host';
import type { RunProgress } from '../run-progress';
import { runHostChild, sliceName, type HostChild } from './host-child';

/** What taking a run's own changes back needs to know of it. */
export interface TakingBack extends PoolRunInput {
  readonly waves: WaveSettings;
}

/** The child that takes one earlier change back. */
export const rollbackChild = (
  { pool, poolRef, waves: { confirmSeconds } }: TakingBack,
  host: HostRef | null,
  record: RunRef,
  from: RollbackHostInput['from'] = 'history',
): HostChild => ({
  workflow: 'rollbackHost',
  input: { pool, host, coordinator: poolRef.coordinator, record, from, confirmSeconds },
});

/** Whether a run has brought a change to its end there. */
const isChanged = ({ outcome, run }: SliceEnd): boolean => run !== null && (outcome === 'done' || outcome === 'failed');

/** Takes back what this run changed on hosts that had come to their end, newest first; cannot be cancelled. */
export async function takeHostsBack(
  run: TakingBack,
  ends: readonly HostEnd[],
  progress: RunProgress,
): Promise<readonly HostEnd[]> {
  const chosen = ends.filter(isChanged).reverse();
  const taken = new Map<string, HostEnd>();
  for (let next = 0; next < chosen.length; next += run.waves.size) {
    progress.enter('taking back');
    const wave = chosen.slice(next, next + run.waves.size);
    const back = await Promise.all(wave.map((end) => takeHostBack(run, end, progress)));
    for (const end of back) taken.set(end.host.uuid, end);
  }
  return ends.map((end) => taken.get(end.host.uuid) ?? end);
}

/** Takes one host back: `rolled-back`, with the error that led to it, or what kept it. */
export async function takeHostBack(run: TakingBack, end: HostEnd, progress: RunProgress): Promise<HostEnd> {
  const { host } = end;
  progress.host(host.name, 'taking back');
  const back = await takeBack(run, end, host, hostId(run.poolRef.uuid, host.uuid));
  progress.host(host.name, back.outcome, back.error?.message);
  return { host, ...back };
}

/** The same for the objects that belong to no host. */
export const takeSliceBack = async (run: TakingBack, end: SliceEnd | null): Promise<SliceEnd | null> =>
  end !== null && isChanged(end) ? takeBack(run, end, null, sliceId(run.poolRef.uuid)) : end;

async function takeBack(run: TakingBack, end: SliceEnd, host: HostRef | null, workflowId: string): Promise<SliceEnd> {
  const { run: record, error } = end;
  if (record === null) return end;
  const named = host ?? { ...run.poolRef.coordinator, name: sliceName };
  const back = await CancellationScope.nonCancellable(() =>
    runHostChild(workflowId, named, rollbackChild(run, host, record)),
  );
  const takenBackBy = back.run === null ? {} : { takenBackBy: back.run };
  if (back.outcome === 'done') return { outcome: 'rolled-back', error, run: record, ...takenBackBy };
  return { outcome: back.outcome === 'lost' ? 'lost' : 'stuck', error: back.error, run: record, ...takenBackBy };
}
