import type { ChangeResult, HostEnd, RollbackInput, RunRef, SliceEnd } from '../domain/pool-run';
import type { HostRef } from '../domain/run';
import { planWaves } from '../domain/waves';
import { hostId } from '../domain/workflow-ids';
import { reading } from './activity-proxies';
import { errorFacts, workflowFailure } from './failure';
import { changeResult } from './phases/change-result';
import { runHostChild, type HostChild } from './phases/host-child';
import { changePoolSlice } from './phases/pool-slice';
import { isCancelled, runWaves } from './phases/waves';
import { RunProgress } from './run-progress';

/** Takes an earlier run back: on every host that it left changed, exactly what that run recorded as the before-state. */
export async function rollbackPool(input: RollbackInput): Promise<ChangeResult> {
  const progress = new RunProgress(`Rollback of ${input.poolRef.name}`);
  try {
    const earlier = await reading('read the run to take back').readPoolRun(input.run);
    const ends = await rollBackHosts(input, earlier.hosts.filter(isLeftChanged), progress);
    const slice =
      earlier.slice !== null && isLeftChanged(earlier.slice)
        ? await changePoolSlice(input.poolRef, rollback(input, null, earlier.slice.run), progress)
        : null;
    return changeResult('rollback', ends, slice, isCancelled(), progress);
  } catch (error) {
    throw workflowFailure(errorFacts(error));
  }
}

type LeftChanged<End extends HostEnd | SliceEnd> = End & { readonly run: RunRef };

/** Whether a run may have left something changed there. */
const isLeftChanged = <End extends HostEnd | SliceEnd>(end: End): end is LeftChanged<End> =>
  end.run !== null && ['done', 'stuck', 'lost', 'failed'].includes(end.outcome);

/** Hosts in growing waves, the coordinator last; no canary, since the way back is known to have been stood on. */
function rollBackHosts(
  input: RollbackInput,
  left: readonly LeftChanged<HostEnd>[],
  progress: RunProgress,
): Promise<readonly HostEnd[]> {
  const { poolRef, waves: settings } = input;
  for (const { host } of left) progress.host(host.name, 'waiting');
  progress.enter('waves');
  const ends = new Map(left.map((end) => [end.host.uuid, end]));
  const { waves } = planWaves([...ends.keys()], poolRef.coordinator.uuid, { ...settings, canary: 0 }, false);
  return runWaves(
    waves.map((wave) => wave.flatMap((uuid) => ends.get(uuid) ?? [])),
    ({ host, run }) => runHostChild(hostId(poolRef.uuid, host.uuid), host, rollback(input, host, run)),
    [],
    settings.maxFailures,
    progress,
  );
}

const rollback = (
  { pool, poolRef, waves: { confirmSeconds } }: RollbackInput,
  host: HostRef | null,
  record: RunRef,
): HostChild => ({
  workflow: 'rollbackHost',
  input: { pool, host, coordinator: poolRef.coordinator, record, confirmSeconds },
});
