import type { HostUuid } from '../../domain/ids';
import type { ChangeInput, ChangeResult, HostEnd, SliceEnd } from '../../domain/pool-run';
import { planWaves } from '../../domain/waves';
import type { RunControl } from '../run-control';
import type { RunProgress } from '../run-progress';
import { canary } from './canary';
import { changeResult } from './change-result';
import { runHostChild, type HostChild } from './host-child';
import { measure } from './measure';
import type { PlannedHost } from './plan';
import { changePoolSlice } from './pool-slice';
import type { PoolChange } from './pool-change';
import { takeHostsBack, takeSliceBack } from './take-back';
import { verify } from './verify';
import { failures, isCancelled, runWaves, type ChangeOne } from './waves';

/**
 * Carries a plan out: canary, waves, pool slice; looks whether it helped, with throughput measured before and after; and
 * takes back what the settings, or the one who cancelled, say.
 */
export async function changePool(
  change: PoolChange,
  control: RunControl,
  progress: RunProgress,
  changeOne: ChangeOne<PlannedHost> = changeHostOf(change),
): Promise<ChangeResult> {
  await control.gate();
  const before = await measure(change, progress);
  const hostsChanged = await changeHosts(change, changeOne, control, progress);
  const changedSlice = await changeSlice(change, hostsChanged, control, progress);
  const changed = await verify(change, hostsChanged, progress);
  const after = await measure(change, progress);
  const wish = control.close();
  const ends = changedSlice === null ? changed : [...changed, changedSlice];
  const isTakenBack = wish === 'undo' || (change.waves.onFailure === 'undo-pool' && tooManyFailed(change, ends));
  const slice = isTakenBack ? await takeSliceBack(change, changedSlice) : changedSlice;
  const hosts = isTakenBack ? await takeHostsBack(change, changed, progress) : changed;
  const throughput = before === null || after === null ? null : { before, after };
  return changeResult(change.command, hosts, slice, isCancelled(), progress, throughput);
}

const tooManyFailed = ({ waves }: PoolChange, ends: readonly SliceEnd[]): boolean => failures(ends) > waves.maxFailures;

/** How a planned host is changed. */
export const changeHostOf =
  ({ pool, poolRef, waves: { confirmSeconds } }: ChangeInput): ChangeOne<PlannedHost> =>
  ({ host, plan: { live, stored } }) =>
    runHostChild(poolRef, host, {
      workflow: 'remediateHost',
      input: { pool, host, coordinator: poolRef.coordinator, live, stored, confirmSeconds },
    });

async function changeHosts(
  change: PoolChange,
  changeOne: ChangeOne<PlannedHost>,
  control: RunControl,
  progress: RunProgress,
): Promise<readonly HostEnd[]> {
  const { poolRef, waves: settings, haEnabled, ended, planned } = change;
  const toChange = new Map(planned.map((host) => [host.host.uuid, host]));
  const hosts = (uuids: readonly HostUuid[]): PlannedHost[] => uuids.flatMap((uuid) => toChange.get(uuid) ?? []);
  const order = planWaves([...toChange.keys()], poolRef.coordinator.uuid, settings, haEnabled);
  await control.gate();
  const first = order.canary === null ? undefined : toChange.get(order.canary);
  const mayStart = failures(ended) <= settings.maxFailures && !isCancelled();
  const canaryEnds = first !== undefined && mayStart ? [await canary(change, first, changeOne, control, progress)] : [];
  progress.enter('waves');
  const waves = [...(first === undefined || mayStart ? [] : [[first]]), ...order.waves.map(hosts)];
  return runWaves(waves, changeOne, [...ended, ...canaryEnds], settings.maxFailures, control, progress);
}

async function changeSlice(
  change: PoolChange,
  ends: readonly HostEnd[],
  control: RunControl,
  progress: RunProgress,
): Promise<SliceEnd | null> {
  const { pool, poolRef, waves, slice: stored } = change;
  if (stored.length === 0) return null;
  await control.gate();
  if (isCancelled() || tooManyFailed(change, ends)) return { outcome: 'not-started', error: null, run: null };
  const { confirmSeconds } = waves;
  const input = { pool, host: null, coordinator: poolRef.coordinator, live: [], stored, confirmSeconds };
  const child: HostChild = { workflow: 'remediateHost', input };
  return changePoolSlice(poolRef, child, progress);
}
