import { ActivityCancellationType, proxyActivities, type ActivityOptions } from '@temporalio/workflow';
import type { Activities } from '../activities/create-activities';
import { limits } from '../domain/limits';

/**
 * Cancellation always waits until the activity has ended: by default an undo would start while the command it undoes
 * still runs on the host (facts/temporal.md §5).
 */
const common: ActivityOptions = {
  startToCloseTimeout: `${String(limits.xeScriptSeconds + 10)}s`,
  heartbeatTimeout: `${String(limits.heartbeatSeconds)}s`,
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
};

/** Activities that only read. */
export const reading = proxyActivities<Activities>({
  ...common,
  retry: { initialInterval: '1s', maximumInterval: '10s', maximumAttempts: limits.readAttempts },
});

/** Activities that change a host or xapi. Each is idempotent: it reads, changes what differs, and reads back. */
export const changing = proxyActivities<Activities>({
  ...common,
  retry: { initialInterval: '1s', maximumInterval: '10s', maximumAttempts: limits.changeAttempts },
});

/**
 * Activities of an undo: they keep trying until well after the dead man's switch must have given the host its network
 * back.
 */
export const undoing = (confirmSeconds: number): Activities =>
  proxyActivities<Activities>({
    ...common,
    scheduleToCloseTimeout: `${String(limits.xeScriptSeconds + confirmSeconds + limits.undoPatienceSeconds)}s`,
    retry: {
      initialInterval: '1s',
      maximumInterval: '10s',
      maximumAttempts: Math.ceil((confirmSeconds + limits.undoPatienceSeconds) / 10) + 3,
    },
  });
