import { isCancellation, sleep } from '@temporalio/workflow';
import { unheardTrials } from '../../domain/cure';
import type { ErrorFacts } from '../../domain/errors';
import { notInForce } from '../../domain/live';
import { isFailure } from '../../domain/outcome';
import type { HostEnd } from '../../domain/pool-run';
import { worsened } from '../../domain/soak';
import { summary } from '../../domain/summary';
import { curesInWords, isUseless, notHelped, uselessChange } from '../../domain/useless-change';
import type { RunControl } from '../run-control';
import { errorFacts } from '../failure';
import type { RunProgress } from '../run-progress';
import type { PoolChange } from './pool-change';
import { inspect } from './inspect';
import type { PlannedHost } from './plan';
import { captureAgain } from './recapture';
import { takeHostBack } from './take-back';
import { changeAndTell, type ChangeOne } from './waves';

/**
 * Changes the canary alone, lets it soak, and looks again: still reachable, every planned mode still in force, errors
 * not more frequent than before, and damage that it sent no more. A canary that does not stand the soak counts as failed,
 * and is taken back unless the settings say to keep it. Where too little was heard to say whether the change helped, a
 * run that needs approval asks again.
 */
export async function canary(
  change: PoolChange,
  planned: PlannedHost,
  changeOne: ChangeOne<PlannedHost>,
  control: RunControl,
  progress: RunProgress,
): Promise<HostEnd> {
  progress.enter('canary');
  const end = await changeAndTell(planned, changeOne, progress);
  if (isFailure(end.outcome) || change.waves.soakSeconds === 0) return end;
  const soaked = await soak(change, planned, end, progress);
  const { error } = soaked;
  progress.host(end.host.name, error === null ? end.outcome : 'failed', error?.message);
  const left = error === null ? soaked : await answerFailure(change, planned, soaked, progress);
  const isDoubtful = (left.cures ?? []).some(({ answer, takenBack }) => answer === 'unclear' && !takenBack);
  if (change.needsApproval && left.outcome === 'done' && isDoubtful && hasMore(change)) {
    progress.host(end.host.name, left.outcome, curesInWords(left.cures ?? []));
    await control.awaitApproval();
  }
  return left;
}

/** Takes a canary back that did not stand its soak; where failed hosts are to be kept, only what did not help it. */
async function answerFailure(
  change: PoolChange,
  { plan }: PlannedHost,
  soaked: HostEnd,
  progress: RunProgress,
): Promise<HostEnd> {
  if (isUseless(soaked) || change.waves.onFailure !== 'keep') return takeHostBack(change, soaked, progress);
  const cures = soaked.cures ?? unheardTrials(plan);
  const useless = notHelped(change.waves, cures);
  const left = useless.length === 0 ? soaked : await takeHostBack(change, { ...soaked, cures }, progress, useless);
  return left.outcome === 'failed' ? { ...left, kept: true } : left;
}

/** Whether anything is to be changed after the canary. */
const hasMore = ({ planned, slice }: PoolChange): boolean => slice.length > 0 || planned.length > 1;

/** The canary after its soak; as it was where the run was cancelled meanwhile: its change was done. */
async function soak(change: PoolChange, planned: PlannedHost, end: HostEnd, progress: RunProgress): Promise<HostEnd> {
  const { name } = planned.host;
  progress.enter('soak');
  try {
    await sleep(change.waves.soakSeconds * 1_000, { summary: summary(`soak ${name}`) });
    const error = await lookAgain(change.pool, planned, progress);
    if (error !== null) return { ...end, outcome: 'failed', error };
    return await listenAgain(change, planned, end);
  } catch (error) {
    return isCancellation(error) ? end : { ...end, outcome: 'failed', error: errorFacts(error, name) };
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
  return null;
}

async function listenAgain(change: PoolChange, planned: PlannedHost, end: HostEnd): Promise<HostEnd> {
  if (change.capture === null) return end;
  const { uuid, name } = planned.host;
  const { detections, cures } = await captureAgain(change.pool, change.capture, [planned]);
  const detection = detections.get(uuid);
  const [worse] = planned.detection === null || detection === undefined ? [] : worsened(planned.detection, detection);
  const seen = { ...end, cures: cures.get(uuid) ?? [] };
  const error: ErrorFacts | null =
    worse === undefined
      ? uselessChange(end.host, notHelped(change.waves, seen.cures))
      : { type: 'ErrorsGrew', message: worse, host: name };
  return error === null ? seen : { ...seen, outcome: 'failed', error };
}
