import { isCancellation } from '@temporalio/workflow';
import type { Cure } from '../../domain/cure';
import type { HostEnd } from '../../domain/pool-run';
import { curesInWords, isUseless, uselessChange } from '../../domain/useless-change';
import type { RunProgress } from '../run-progress';
import type { PoolChange } from './pool-change';
import { captureAgain } from './recapture';
import { takeHostsBack } from './take-back';
import { isCancelled } from './waves';

/**
 * Captures once more on every host that was changed, and on those that received damage from them: the report tells what
 * the change did. A change that was made for damage and did not help is taken back, unless the settings say to keep it.
 */
export async function verify(
  change: PoolChange,
  ends: readonly HostEnd[],
  progress: RunProgress,
): Promise<readonly HostEnd[]> {
  const { capture, planned, pool } = change;
  const done = new Set(ends.filter(({ outcome }) => outcome === 'done').map(({ host }) => host.uuid));
  const changed = planned.filter(({ host }) => done.has(host.uuid));
  if (capture === null || changed.length === 0 || isCancelled()) return ends;
  progress.enter('verify');
  try {
    const { cures } = await captureAgain(pool, capture, changed);
    const seen = ends.map((end) => judged(change, end, cures.get(end.host.uuid) ?? [], progress));
    return await takeHostsBack(change, seen, progress, isUseless);
  } catch (error) {
    if (isCancellation(error)) return ends;
    throw error;
  }
}

function judged(change: PoolChange, end: HostEnd, cures: readonly Cure[], progress: RunProgress): HostEnd {
  if (cures.length === 0) return end;
  const seen = { ...end, cures };
  const error = uselessChange(change.waves, seen);
  progress.host(end.host.name, end.outcome, curesInWords(cures));
  return error === null ? seen : { ...seen, outcome: 'failed', error };
}
