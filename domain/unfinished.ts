import { isFinished } from './outcome';
import { partOfPlan } from './part-of-change';
import type { PlannedChange } from './plan';
import type { HostEnd, SliceEnd } from './pool-run';
import { isTakenBackAsUseless, notHelped, unheardOf } from './useless-change';

/**
 * A host that is not as it was to become, or of which something on trial was taken back that nobody listened to. What did not
 * help and was taken back is not to be made again.
 */
export const isUnfinished = (end: HostEnd | SliceEnd): boolean =>
  isFinished(end.outcome) ? unheardOf(end).length > 0 : !isTakenBackAsUseless(end);

/** Whether `retry` can bring it to its end. A host that failed before its change was begun was never planned. */
export const canRetry = (end: HostEnd | SliceEnd): boolean =>
  isUnfinished(end) && (end.run !== null || end.outcome !== 'failed');

/** What of a host's plan is left to do; `end` is how the run that planned it left the host. */
export const leftToDo = (plan: PlannedChange, end: HostEnd | undefined): PlannedChange => {
  if (end === undefined) return plan;
  if (isFinished(end.outcome)) return partOfPlan(plan, { only: unheardOf(end) });
  const useless = notHelped({ keepUseless: false }, end.cures ?? []).filter(({ answer }) => answer !== 'unheard');
  return partOfPlan(plan, { except: useless });
};
