import { isCancellation, sleep } from '@temporalio/workflow';
import type { ErrorFacts } from '../../domain/errors';
import { notInForce } from '../../domain/live';
import { isFailure } from '../../domain/outcome';
import type { HostEnd } from '../../domain/pool-run';
import { worsened } from '../../domain/soak';
import { summary } from '../../domain/summary';
import { errorFacts } from '../failure';
import type { RunProgress } from '../run-progress';
import type { PoolChange } from './change-pool';
import { detectOne } from './detect';
import { inspect } from './inspect';
import type { PlannedHost } from './plan';
import { takeHostBack } from './take-back';
import { changeAndTell, type ChangeOne } from './waves';

/**
 * Changes the canary alone, lets it soak, and looks again: still reachable, every planned mode still in force, errors
 * not more frequent than before. A canary that does not stand the soak counts as failed, and is taken back unless
 * the settings say to keep it.
 */
export async function canary(
  change: PoolChange,
  planned: PlannedHost,
  changeOne: ChangeOne<PlannedHost>,
  progress: RunProgress,
): Promise<HostEnd> {
  const { soakSeconds, onFailure } = change.waves;
  progress.enter('canary');
  const end = await changeAndTell(planned, changeOne, progress);
  if (isFailure(end.outcome) || soakSeconds === 0) return end;
  const error = await soak(change, planned, progress);
  progress.host(end.host.name, error === null ? end.outcome : 'failed', error?.message);
  if (error === null) return end;
  const failed = { ...end, outcome: 'failed' as const, error };
  return onFailure === 'keep' ? failed : takeHostBack(change, failed, progress);
}

/** What the canary did not stand; null also where the run was cancelled meanwhile: its change was done. */
async function soak(change: PoolChange, planned: PlannedHost, progress: RunProgress): Promise<ErrorFacts | null> {
  const { name } = planned.host;
  progress.enter('soak');
  try {
    await sleep(change.waves.soakSeconds * 1_000, { summary: summary(`soak ${name}`) });
    return await lookAgain(change.pool, planned, progress);
  } catch (error) {
    return isCancellation(error) ? null : errorFacts(error, name);
  }
}

async function lookAgain(pool: string, planned: PlannedHost, progress: RunProgress): Promise<ErrorFacts | null> {
  const { name } = planned.host;
  const [seen] = await inspect(pool, [planned.slice], progress);
  if (seen?.inspection == null) return seen?.error ?? null;
  const [changed] = notInForce(planned.plan.live, seen.inspection.features);
  if (changed !== undefined) {
    const message = `${changed.device}: ${changed.feature} is ${changed.found} again after the soak`;
    return { type: 'ModeChangedAgain', message, host: name };
  }
  if (planned.capture === null) return null;
  const { detection } = await detectOne(pool, seen, planned.capture.seconds);
  const [worse] = detection === null ? [] : worsened(planned.capture.detection, detection);
  return worse === undefined ? null : { type: 'ErrorsGrew', message: worse, host: name };
}
