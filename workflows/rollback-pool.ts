import type { ChangeResult, HostEnd, RollbackInput, RunRef, SliceEnd } from '../domain/pool-run';
import { planWaves } from '../domain/waves';
import { hostId } from '../domain/workflow-ids';
import { reading } from './activity-proxies';
import { errorFacts, workflowFailure } from './failure';
import { changeResult } from './phases/change-result';
import { runHostChild } from './phases/host-child';
import { changePoolSlice } from './phases/pool-slice';
import { rollbackChild } from './phases/take-back';
import { isCancelled, runWaves } from './phases/waves';
import { RunControl } from './run-control';
import { RunProgress } from './run-progress';

/** Takes an earlier run back: on every host that it left changed, exactly what that run recorded as the before-state. */
export async function rollbackPool(input: RollbackInput): Promise<ChangeResult> {
  const progress = new RunProgress(`Rollback of ${input.poolRef.name}`);
  const control = new RunControl(progress, { canUndoFinished: false });
  try {
    return await control.carryOut(() => rollBack(input, control, progress));
  } catch (error) {
    throw workflowFailure(errorFacts(error));
  }
}

async function rollBack(input: RollbackInput, control: RunControl, progress: RunProgress): Promise<ChangeResult> {
  const earlier = await reading('read the run to take back').readPoolRun(input.run);
  const ends = await rollBackHosts(input, earlier.hosts.filter(isLeftChanged), control, progress);
  const slice = await rollBackSlice(input, earlier.slice, control, progress);
  control.close();
  return changeResult('rollback', ends, slice, isCancelled(), progress);
}

async function rollBackSlice(
  input: RollbackInput,
  left: SliceEnd | null,
  control: RunControl,
  progress: RunProgress,
): Promise<SliceEnd | null> {
  if (left === null || !isLeftChanged(left)) return null;
  await control.gate();
  if (isCancelled()) return { outcome: 'not-started', error: null, run: null };
  return changePoolSlice(input.poolRef, rollbackChild(input, null, left.run), progress);
}

type LeftChanged<End extends HostEnd | SliceEnd> = End & { readonly run: RunRef };

/** Whether a run may have left something changed there. */
const isLeftChanged = <End extends HostEnd | SliceEnd>(end: End): end is LeftChanged<End> =>
  end.run !== null && ['done', 'stuck', 'lost', 'failed'].includes(end.outcome);

/** Hosts in growing waves, the coordinator last; no canary, since the way back is known to have been stood on. */
function rollBackHosts(
  input: RollbackInput,
  left: readonly LeftChanged<HostEnd>[],
  control: RunControl,
  progress: RunProgress,
): Promise<readonly HostEnd[]> {
  const { poolRef, waves: settings } = input;
  for (const { host } of left) progress.host(host.name, 'waiting');
  progress.enter('waves');
  const ends = new Map(left.map((end) => [end.host.uuid, end]));
  const { waves } = planWaves([...ends.keys()], poolRef.coordinator.uuid, { ...settings, canary: 0 }, false);
  return runWaves(
    waves.map((wave) => wave.flatMap((uuid) => ends.get(uuid) ?? [])),
    ({ host, run }) => runHostChild(hostId(poolRef.uuid, host.uuid), host, rollbackChild(input, host, run)),
    [],
    settings.maxFailures,
    control,
    progress,
  );
}
