import type { ErrorFacts } from './errors';
import { isFinished } from './outcome';
import { partOfPlan } from './part-of-change';
import { isEmptyPlan, type PlannedChange } from './plan';
import type { HostEnd, SliceEnd } from './pool-run';
import { heardNotToHelp, isTakenBackAsUseless, unheardOf, uselessChange } from './useless-change';

/**
 * A host that is not as it was to become, or of which something on trial was taken back that nobody listened to. What did not
 * help and was taken back is not to be made again.
 */
export const isUnfinished = (end: HostEnd | SliceEnd): boolean =>
  isFinished(end.outcome) ? unheardOf(end).length > 0 : !isTakenBackAsUseless(end);

/** A host whose change is to be taken back before anything else. */
export const isHalfWay = ({ outcome }: SliceEnd): boolean => outcome === 'stuck' || outcome === 'lost';

/**
 * Whether `retry` can bring a host to its end; `planned` is what a workflow was to change there, null where none was started. A
 * host that failed before its change was begun was never planned.
 */
export const canRetry = (end: HostEnd, planned: Pick<PlannedChange, 'live' | 'stored'> | null): boolean =>
  isUnfinished(end) &&
  (planned === null
    ? end.run !== null || end.outcome !== 'failed'
    : hasWork(leftToDo({ ...planned, proofs: [] }, end), end));

/** Whether a retry has anything to do on a host. */
export const hasWork = (plan: PlannedChange, end: HostEnd | undefined): boolean =>
  !isEmptyPlan(plan) || (end !== undefined && isHalfWay(end));

/** What of a host's plan is left to do; `end` is how the run that planned it left the host. */
export const leftToDo = (plan: PlannedChange, end: HostEnd | undefined): PlannedChange => {
  if (end === undefined) return plan;
  if (isFinished(end.outcome)) return partOfPlan(plan, { only: unheardOf(end) });
  return partOfPlan(plan, { except: heardNotToHelp(end) });
};

/** Why a change that was taken back is not made again. */
export const whyNotAgain = (end: HostEnd): ErrorFacts | null => uselessChange(end.host, heardNotToHelp(end));
