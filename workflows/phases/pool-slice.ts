import type { SliceEnd } from '../../domain/pool-run';
import type { PoolRef } from '../../domain/run';
import { sliceId } from '../../domain/workflow-ids';
import type { RunProgress } from '../run-progress';
import { runHostChild, sliceName, type HostChild } from './host-child';

/** Changes the stored values of objects that belong to no host now, on the coordinator, with the same undo as a host's. */
export async function changePoolSlice(poolRef: PoolRef, child: HostChild, progress: RunProgress): Promise<SliceEnd> {
  progress.enter('pool slice');
  const slice = { ...poolRef.coordinator, name: sliceName };
  const { outcome, error, run } = await runHostChild(sliceId(poolRef.uuid), slice, child);
  return { outcome, error, run };
}
