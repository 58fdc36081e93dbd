import { isFinished } from './outcome';
import type { HostEnd, SliceEnd } from './pool-run';
import { isTakenBackAsUseless } from './useless-change';

/** A host that is not as it was to become; what did not help and was taken back is not to be made again. */
export const isUnfinished = (end: HostEnd | SliceEnd): boolean =>
  !isFinished(end.outcome) && !isTakenBackAsUseless(end);

/** Whether `retry` can bring it to its end. A host that failed before its change was begun was never planned. */
export const canRetry = (end: HostEnd | SliceEnd): boolean =>
  isUnfinished(end) && (end.run !== null || end.outcome !== 'failed');
