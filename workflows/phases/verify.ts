import { isCancellation } from '@temporalio/workflow';
import type { Cure } from '../../domain/cure';
import type { ErrorFacts } from '../../domain/errors';
import type { WaveSettings } from '../../domain/waves';
import { isEmptyPlan } from '../../domain/plan';
import type { HostEnd } from '../../domain/pool-run';
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
  const changed = planned.filter(({ host, plan }) => done.has(host.uuid) && !isEmptyPlan(plan));
  if (capture === null || changed.length === 0 || isCancelled()) return ends;
  progress.enter('verify');
  try {
    const { cures } = await captureAgain(pool, capture, changed);
    const seen = ends.map((end) => judged(change, end, cures.get(end.host.uuid) ?? [], progress));
    return await takeHostsBack(change, seen, progress, ({ error }) => error?.type === 'ChangeUseless');
  } catch (error) {
    if (isCancellation(error)) return ends;
    throw error;
  }
}

function judged(change: PoolChange, end: HostEnd, cures: readonly Cure[], progress: RunProgress): HostEnd {
  if (cures.length === 0) return end;
  const seen = { ...end, cures };
  const error = uselessChange(change.waves, seen);
  progress.host(end.host.name, end.outcome, inWords(cures));
  return error === null ? seen : { ...seen, outcome: 'failed', error };
}

/**
 * What is said of a host whose change did not help, where such a change is not to be kept. A host is taken back as a whole, so
 * not where another of its NICs was helped.
 */
export function uselessChange({ keepUseless }: WaveSettings, { host, cures = [] }: HostEnd): ErrorFacts | null {
  const useless = cures.filter(({ answer }) => answer === 'useless');
  const helped = cures.some(({ answer }) => answer === 'cured' || answer === 'better');
  return useless.length === 0 || helped || keepUseless
    ? null
    : { type: 'ChangeUseless', message: inWords(useless), host: host.name };
}

export const inWords = (cures: readonly Cure[]): string =>
  cures.map(({ device, answer, because }) => `${device} ${answer}: ${because}`).join('; ');
