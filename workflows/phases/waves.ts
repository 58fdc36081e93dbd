import { CancellationScope } from '@temporalio/workflow';
import { isFailure } from '../../domain/outcome';
import type { HostEnd, SliceEnd } from '../../domain/pool-run';
import type { HostRef } from '../../domain/run';
import { isUseless } from '../../domain/useless-change';
import type { RunControl } from '../run-control';
import type { RunProgress } from '../run-progress';

/** A host with what is to be done to it: a plan, or a run to take back. */
export interface Target {
  readonly host: HostRef;
}

/** Changes one host to its end; the same for a remediation and a rollback. */
export type ChangeOne<To extends Target> = (target: To) => Promise<HostEnd>;

/**
 * Changes hosts wave after wave. Before each wave a pause is waited out, and the failures so far are counted over the
 * whole pool: past `maxFailures`, or once cancelled, what is left is `not-started`.
 */
export async function runWaves<To extends Target>(
  waves: readonly (readonly To[])[],
  changeOne: ChangeOne<To>,
  soFar: readonly HostEnd[],
  maxFailures: number,
  control: RunControl,
  progress: RunProgress,
): Promise<readonly HostEnd[]> {
  let ends = soFar;
  for (const wave of waves) {
    await control.gate();
    const mayStart = !isCancelled() && failures(ends) <= maxFailures;
    const changed = mayStart
      ? await Promise.all(wave.map((target) => changeAndTell(target, changeOne, progress)))
      : wave.map((target) => notStarted(target, progress));
    ends = [...ends, ...changed];
  }
  return ends;
}

/** Whether somebody asked this run to stop. */
export const isCancelled = (): boolean => CancellationScope.current().consideredCancelled;

/**
 * Hosts that count against the limit. A change that did not help, or nobody heard help, and was taken back does not: it did no
 * harm, and says nothing of the others, each of which has evidence of its own. Nor does a host that a retry has no plan for.
 */
export const failures = (ends: readonly SliceEnd[]): number =>
  ends.filter(
    (end) =>
      isFailure(end.outcome) && !(end.outcome === 'rolled-back' && isUseless(end)) && end.error?.type !== 'NotPlanned',
  ).length;

export async function changeAndTell<To extends Target>(
  target: To,
  changeOne: ChangeOne<To>,
  progress: RunProgress,
): Promise<HostEnd> {
  const { name } = target.host;
  progress.host(name, 'changing');
  const end = await changeOne(target);
  progress.host(name, end.outcome, end.error?.message);
  return end;
}

function notStarted({ host }: Target, progress: RunProgress): HostEnd {
  progress.host(host.name, 'not-started');
  return { host, outcome: 'not-started', error: null, run: null };
}
