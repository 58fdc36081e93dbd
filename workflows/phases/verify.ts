import { isCancellation } from '@temporalio/workflow';
import { unheardTrials, type Cure } from '../../domain/cure';
import { partOfPlan } from '../../domain/part-of-change';
import type { HostEnd } from '../../domain/pool-run';
import { curesInWords, isUseless, notHelped, takenBackOf, uselessChange } from '../../domain/useless-change';
import type { RunProgress } from '../run-progress';
import type { PoolChange } from './pool-change';
import type { PlannedHost } from './plan';
import { captureAgain, type Recapture } from './recapture';
import { takeHostsBack } from './take-back';
import { isCancelled } from './waves';

/**
 * Captures once more on every host that was changed, and on those that received damage from them: the report tells what
 * the change did. What was changed for damage and did not help is taken back, unless the settings say to keep it.
 */
export async function verify(
  change: PoolChange,
  ends: readonly HostEnd[],
  progress: RunProgress,
): Promise<readonly HostEnd[]> {
  const done = new Map(ends.filter(({ outcome }) => outcome === 'done').map((end) => [end.host.uuid, end]));
  const changed = change.planned.flatMap((planned) => {
    const end = done.get(planned.host.uuid);
    if (end === undefined) return [];
    const plan = partOfPlan(planned.plan, { except: takenBackOf(end) });
    return [{ end, planned: { ...planned, plan } }];
  });
  if (changed.length === 0) return ends;
  const heard = await listenAgain(
    change,
    changed.map(({ planned }) => planned),
    progress,
  );
  const seen = new Map(
    changed.map(({ end, planned: { host, plan } }) => {
      const cures = heard?.get(host.uuid) ?? end.cures?.filter(({ takenBack }) => !takenBack) ?? unheardTrials(plan);
      return [host.uuid, judged(change, end, cures, progress)];
    }),
  );
  return takeHostsBack(
    change,
    ends.map((end) => seen.get(end.host.uuid) ?? end),
    progress,
    isUseless,
  );
}

/** Null where nobody listens any more. */
async function listenAgain(
  { pool, capture }: PoolChange,
  changed: readonly PlannedHost[],
  progress: RunProgress,
): Promise<Recapture['cures'] | null> {
  if (capture === null || isCancelled()) return null;
  progress.enter('verify');
  try {
    return (await captureAgain(pool, capture, changed)).cures;
  } catch (error) {
    if (isCancellation(error)) return null;
    throw error;
  }
}

function judged(change: PoolChange, end: HostEnd, cures: readonly Cure[], progress: RunProgress): HostEnd {
  if (cures.length === 0) return end;
  const error = uselessChange(end.host, notHelped(change.waves, cures));
  progress.host(end.host.name, end.outcome, curesInWords(cures));
  const seen = { ...end, cures: [...takenBackOf(end), ...cures] };
  return error === null ? seen : { ...seen, outcome: 'failed', error };
}
