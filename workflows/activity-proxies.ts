import { ActivityCancellationType, proxyActivities, type ActivityOptions } from '@temporalio/workflow';
import type { Activities } from '../activities/create-activities';
import { limits } from '../domain/limits';
import { summary } from '../domain/summary';

/**
 * What every activity has in common; its summary is what the Web UI shows of it. Cancellation always waits until the
 * activity has ended: by default an undo would start while the command it undoes still runs on the host
 * (facts/temporal.md §5).
 */
const common = (line: string): ActivityOptions => ({
  summary: summary(line),
  startToCloseTimeout: `${String(limits.xeScriptSeconds + 10)}s`,
  heartbeatTimeout: `${String(limits.heartbeatSeconds)}s`,
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
});

/** Activities that only read. */
export const reading = (line: string): Activities =>
  proxyActivities<Activities>({
    ...common(line),
    retry: { initialInterval: '1s', maximumInterval: '10s', maximumAttempts: limits.readAttempts },
  });

/** Activities that a run can do without: one attempt, since nobody waits for a second one. */
export const optional = (line: string, more: Pick<ActivityOptions, 'startToCloseTimeout'> = {}): Activities =>
  proxyActivities<Activities>({ ...common(line), ...more, retry: { maximumAttempts: 1 } });

/** Activities that change a host or xapi. Each is idempotent: it reads, changes what differs, and reads back. */
export const changing = (line: string): Activities =>
  proxyActivities<Activities>({
    ...common(line),
    retry: { initialInterval: '1s', maximumInterval: '10s', maximumAttempts: limits.changeAttempts },
  });

/**
 * Activities of an undo: they keep trying until well after the dead man's switch must have given the host its network
 * back.
 */
export const undoing = (line: string, confirmSeconds: number): Activities =>
  proxyActivities<Activities>({
    ...common(line),
    scheduleToCloseTimeout: `${String(limits.xeScriptSeconds + confirmSeconds + limits.undoPatienceSeconds)}s`,
    retry: {
      initialInterval: '1s',
      maximumInterval: '10s',
      maximumAttempts: Math.ceil((confirmSeconds + limits.undoPatienceSeconds) / 10) + 3,
    },
  });
