import type { SliceEnd } from '../../domain/pool-run';
import type { PoolRef } from '../../domain/run';
import { sliceId } from '../../domain/workflow-ids';
import type { RunProgress } from '../run-progress';
import { runChild, type HostChild } from './host-child';

/** Changes the stored values of objects that belong to no host now, on the coordinator, with the same undo as a host's. */
export async function changePoolSlice(poolRef: PoolRef, child: HostChild, progress: RunProgress): Promise<SliceEnd> {
  progress.enter('pool slice');
  return runSliceChild(poolRef, child);
}

/** Runs the child that changes those objects, or takes a change of them back, to its end. */
export async function runSliceChild(poolRef: PoolRef, child: HostChild): Promise<SliceEnd> {
  const slice = { ...poolRef.coordinator, name: 'VIFs of halted VMs' };
  const { outcome, error, run } = await runChild(sliceId(poolRef.uuid), slice, child);
  return { outcome, error, run };
}
