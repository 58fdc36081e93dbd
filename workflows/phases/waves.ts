import { isFailure } from '../../domain/outcome';
import type { HostEnd } from '../../domain/pool-run';
import type { HostRef } from '../../domain/run';
import type { RunProgress } from '../run-progress';

/** Changes one host to its end; the same for a remediation and a rollback. */
export type ChangeOne = (host: HostRef) => Promise<HostEnd>;

/**
 * Changes hosts wave after wave. Before each wave the failures so far are counted over the whole pool: past
 * `maxFailures`, or once cancelled, what is left is `not-started`.
 */
export async function runWaves(
  waves: readonly (readonly HostRef[])[],
  changeOne: ChangeOne,
  soFar: readonly HostEnd[],
  limits: { readonly maxFailures: number; readonly isCancelled: () => boolean },
  progress: RunProgress,
): Promise<readonly HostEnd[]> {
  let ends = soFar;
  for (const wave of waves) {
    const mayStart = !limits.isCancelled() && failures(ends) <= limits.maxFailures;
    const changed = mayStart
      ? await Promise.all(wave.map((host) => changeAndTell(host, changeOne, progress)))
      : wave.map((host) => notStarted(host, progress));
    ends = [...ends, ...changed];
  }
  return ends;
}

/** Hosts that count against the limit. */
export const failures = (ends: readonly HostEnd[]): number => ends.filter(({ outcome }) => isFailure(outcome)).length;

export async function changeAndTell(host: HostRef, changeOne: ChangeOne, progress: RunProgress): Promise<HostEnd> {
  progress.host(host.name, 'changing');
  const end = await changeOne(host);
  progress.host(host.name, end.outcome, end.error?.message);
  return end;
}

function notStarted(host: HostRef, progress: RunProgress): HostEnd {
  progress.host(host.name, 'not-started');
  return { host, outcome: 'not-started', error: null, run: null };
}
