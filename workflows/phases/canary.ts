import { isCancellation, sleep } from '@temporalio/workflow';
import { notInForce } from '../../domain/live';
import { isFailure } from '../../domain/outcome';
import { summary } from '../../domain/summary';
import type { HostEnd } from '../../domain/pool-run';
import { errorFacts } from '../failure';
import type { RunProgress } from '../run-progress';
import { inspect } from './inspect';
import type { PlannedHost } from './plan';
import { changeAndTell, type ChangeOne } from './waves';

/**
 * Changes the canary alone, lets it soak, and looks again: still reachable, every planned mode still in force. A canary
 * that does not stand the soak counts as failed, and what it changed is named by its own run for a rollback.
 */
export async function canary(
  pool: string,
  planned: PlannedHost,
  soakSeconds: number,
  changeOne: ChangeOne<PlannedHost>,
  progress: RunProgress,
): Promise<HostEnd> {
  const { host } = planned;
  progress.enter('canary');
  const end = await changeAndTell(planned, changeOne, progress);
  if (isFailure(end.outcome) || soakSeconds === 0) return end;
  progress.enter('soak');
  try {
    await sleep(soakSeconds * 1_000, { summary: summary(`soak ${host.name}`) });
    return await lookAgain(pool, planned, end, progress);
  } catch (error) {
    if (isCancellation(error)) return end;
    return { ...end, outcome: 'failed', error: errorFacts(error, host.name) };
  }
}

async function lookAgain(pool: string, planned: PlannedHost, end: HostEnd, progress: RunProgress): Promise<HostEnd> {
  const [seen] = await inspect(pool, [planned.slice], progress);
  progress.host(end.host.name, end.outcome);
  if (seen?.inspection == null) return { ...end, outcome: 'failed', error: seen?.error ?? null };
  const [wrong] = notInForce(planned.plan.live, seen.inspection.features);
  if (wrong === undefined) return end;
  const message = `${wrong.device}: ${wrong.feature} is ${wrong.found} again after the soak`;
  return { ...end, outcome: 'failed', error: { type: 'ModeChangedAgain', message, host: end.host.name } };
}
