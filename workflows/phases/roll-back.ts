import type { ChangeInput, ChangeResult, HostEnd, RunRef, SliceEnd } from '../../domain/pool-run';
import type { HostRef } from '../../domain/run';
import { planWayBack } from '../../domain/waves';
import type { WayOfRollback } from '../rollback-host';
import type { RunControl } from '../run-control';
import type { RunProgress } from '../run-progress';
import { changeResult } from './change-result';
import { runHostChild } from './host-child';
import { changePoolSlice } from './pool-slice';
import { rollbackChild } from './take-back';
import { isCancelled, runWaves } from './waves';

/** The workflow that made a change, and how it is to be taken back. */
export interface Left {
  readonly run: RunRef;
  readonly how: WayOfRollback;
}

/** What is to be taken back of an earlier run. */
export interface LeftChanged {
  readonly hosts: readonly (Left & { readonly host: HostRef })[];
  /** The change of objects that belong to no host. */
  readonly slice: Left | null;
  /** Hosts of which that cannot be said. */
  readonly ended: readonly HostEnd[];
  readonly haEnabled: boolean;
}

/** Takes an earlier run back: hosts in growing waves, with HA on one at a time, the coordinator last. */
export async function rollBack(
  input: ChangeInput,
  left: LeftChanged,
  control: RunControl,
  progress: RunProgress,
): Promise<ChangeResult> {
  const { poolRef, waves: settings } = input;
  for (const { host } of left.hosts) progress.host(host.name, 'waiting');
  progress.enter('waves');
  const targets = new Map(left.hosts.map((target) => [target.host.uuid, target]));
  const waves = planWayBack([...targets.keys()], poolRef.coordinator.uuid, settings, left.haEnabled);
  const ends = await runWaves(
    waves.map((wave) => wave.flatMap((uuid) => targets.get(uuid) ?? [])),
    ({ host, run, how }) => runHostChild(poolRef, host, rollbackChild(input, host, run, how)),
    left.ended,
    settings.maxFailures,
    control,
    progress,
  );
  const slice = await rollBackSlice(input, left, control, progress);
  control.close();
  return changeResult('rollback', ends, slice, isCancelled(), progress);
}

async function rollBackSlice(
  input: ChangeInput,
  { slice }: LeftChanged,
  control: RunControl,
  progress: RunProgress,
): Promise<SliceEnd | null> {
  if (slice === null) return null;
  await control.gate();
  if (isCancelled()) return { outcome: 'not-started', error: null, run: null };
  return changePoolSlice(input.poolRef, rollbackChild(input, null, slice.run, slice.how), progress);
}
