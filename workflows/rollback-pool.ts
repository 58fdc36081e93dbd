import { CancellationScope } from '@temporalio/workflow';
import type { ChangeResult, HostEnd, RollbackInput, SliceEnd } from '../domain/pool-run';
import { planWaves } from '../domain/waves';
import { hostId } from '../domain/workflow-ids';
import { reading } from './activity-proxies';
import { errorFacts, workflowFailure } from './failure';
import { changeResult } from './phases/change-result';
import { runHostChild, type HostChild } from './phases/host-child';
import { changePoolSlice } from './phases/pool-slice';
import { runWaves } from './phases/waves';
import { RunProgress } from './run-progress';

/** Takes an earlier run back: on every host that it left changed, exactly what that run recorded as the before-state. */
export async function rollbackPool(input: RollbackInput): Promise<ChangeResult> {
  const { pool, poolRef, waves: settings } = input;
  const progress = new RunProgress(`Rollback of ${poolRef.name}`);
  try {
    const earlier = await reading.readPoolRun(input.run);
    const left = earlier.hosts.filter(isLeftChanged);
    const child = ({ host, run: record }: HostEnd): HostChild | null =>
      record === null ? null : rollback(input, { host, record });
    const toChange = new Map(left.map((end) => [end.host.uuid, end]));
    for (const { host } of left) progress.host(host.name, 'waiting');
    progress.enter('waves');
    const { waves } = planWaves([...toChange.keys()], poolRef.coordinator.uuid, { ...settings, canary: 0 }, false);
    const refs = waves.map((wave) => wave.flatMap((uuid) => toChange.get(uuid)?.host ?? []));
    const ends = await runWaves(
      refs,
      (host) => {
        const end = toChange.get(host.uuid);
        const found = end === undefined ? null : child(end);
        return found === null
          ? Promise.resolve({ host, outcome: 'nothing-to-do', error: null, run: null })
          : runHostChild(hostId(poolRef.uuid, host.uuid), host, found);
      },
      [],
      { maxFailures: settings.maxFailures, isCancelled },
      progress,
    );
    const record = earlier.slice !== null && isLeftChanged(earlier.slice) ? earlier.slice.run : null;
    const slice =
      record === null ? null : await changePoolSlice(poolRef, rollback(input, { host: null, record }), progress);
    return changeResult('rollback', ends, slice, isCancelled(), progress);
  } catch (error) {
    throw workflowFailure(errorFacts(error));
  }

  function rollback(
    { waves: { confirmSeconds } }: RollbackInput,
    what: Pick<Extract<HostChild, { workflow: 'rollbackHost' }>['input'], 'host' | 'record'>,
  ): HostChild {
    return { workflow: 'rollbackHost', input: { pool, coordinator: poolRef.coordinator, confirmSeconds, ...what } };
  }
}

const isCancelled = (): boolean => CancellationScope.current().consideredCancelled;

/** Whether a run may have left something changed there. */
const isLeftChanged = ({ outcome, run }: HostEnd | SliceEnd): boolean =>
  run !== null && (outcome === 'done' || outcome === 'stuck' || outcome === 'lost' || outcome === 'failed');
