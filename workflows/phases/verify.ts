import { isCancellation } from '@temporalio/workflow';
import type { Cure } from '../../domain/cure';
import type { ErrorFacts } from '../../domain/errors';
import { isEmptyPlan } from '../../domain/plan';
import type { HostEnd } from '../../domain/pool-run';
import type { RunProgress } from '../run-progress';
import type { PoolChange } from './pool-change';
import { captureAgain } from './recapture';
import { takeHostBack } from './take-back';
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
  const changed = planned.filter(({ host, plan }) => done.has(host.uuid) && !isEmptyPlan(plan));
  if (capture === null || changed.length === 0 || isCancelled()) return ends;
  progress.enter('verify');
  try {
    const { cures } = await captureAgain(pool, capture, changed);
    return await Promise.all(ends.map((end) => judged(change, end, cures.get(end.host.uuid) ?? [], progress)));
  } catch (error) {
    if (isCancellation(error)) return ends;
    throw error;
  }
}

async function judged(
  change: PoolChange,
  end: HostEnd,
  cures: readonly Cure[],
  progress: RunProgress,
): Promise<HostEnd> {
  if (cures.length === 0) return end;
  const seen = { ...end, cures };
  const error = uselessChange(change, seen);
  progress.host(end.host.name, end.outcome, inWords(cures));
  return error === null ? seen : takeHostBack(change, { ...seen, outcome: 'failed', error }, progress);
}

/** What is said of a host whose change did not help, where such a change is not to be kept. */
export function uselessChange({ waves }: PoolChange, { host, cures = [] }: HostEnd): ErrorFacts | null {
  const useless = cures.filter(({ answer }) => answer === 'useless');
  return useless.length === 0 || waves.keepUseless
    ? null
    : { type: 'ChangeUseless', message: inWords(useless), host: host.name };
}

const inWords = (cures: readonly Cure[]): string =>
  cures.map(({ device, answer, because }) => `${device} ${answer}: ${because}`).join('; ');
