import {
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
  type ScheduleHandle,
  type ScheduleOptions,
  type ScheduleOptionsStartWorkflowAction,
  type ScheduleSummary,
  type ScheduleSpec,
} from '@temporalio/client';
import { durationInWords } from '../domain/duration';
import { OffloadError } from '../domain/errors';
import { limits } from '../domain/limits';
import type { ScheduledAuditInput } from '../domain/pool-run';
import type { PoolRef } from '../domain/run';
import { summary } from '../domain/summary';
import { auditScheduleId, isAuditSchedule, scheduledAuditId } from '../domain/workflow-ids';
import type { scheduledAudit } from '../workflows';
import { poolAttributes } from './pool-attributes';
import { listRuns, type RunListing } from './runs';
import type { Session } from './session';

type AuditSchedule = ScheduleOptions<ScheduleOptionsStartWorkflowAction<typeof scheduledAudit>> &
  Required<Pick<ScheduleOptions, 'policies'>>;

/** What a schedule is asked to do, and when. */
export interface ScheduleWish {
  readonly spec: ScheduleSpec;
  readonly poolRef: PoolRef;
  readonly input: Omit<ScheduledAuditInput, 'schedule'>;
}

/** The schedule of a pool, as `schedule list` tells it. */
export interface ScheduleListing {
  readonly pool: string;
  readonly paused: boolean;
  readonly note: string | null;
  readonly when: string;
  readonly next: Date | null;
}

export interface ScheduleDetails extends ScheduleListing {
  /** The last audits that the schedule started, newest first. */
  readonly audits: readonly RunListing[];
  /** Audits not started because one was still running. */
  readonly overlapped: number;
  /** Audits not started because the server came back too late. */
  readonly missed: number;
  readonly url: string;
}

/** Creates the schedule of a pool, or brings the one that is there in line. True when it is new. */
export async function applySchedule(session: Session, wish: ScheduleWish): Promise<boolean> {
  const options = scheduleOptions(session, wish);
  try {
    await session.client.schedule.create(options);
    return true;
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw unusable(error);
  }
  const { action, spec, policies } = options;
  const schedule = scheduleOf(session, wish.input.pool);
  await schedule
    .update(({ state }) => ({ action, spec, policies, state }))
    .catch((error: unknown) => {
      throw unusable(error);
    });
  return false;
}

/** Cron expressions, time zones and intervals are the server's to judge; the SDK tells it as a TypeError. */
const unusable = (error: unknown): unknown =>
  error instanceof TypeError
    ? new OffloadError(
        { type: 'WrongUsage', message: `such a timetable is not possible: ${error.message}` },
        { cause: error },
      )
    : error;

function scheduleOptions(session: Session, { spec, poolRef, input }: ScheduleWish): AuditSchedule {
  const { pool } = input;
  const scheduleId = auditScheduleId(session.hide(pool));
  return {
    scheduleId,
    spec,
    memo: { pool },
    action: {
      type: 'startWorkflow',
      workflowType: 'scheduledAudit',
      workflowId: scheduledAuditId(poolRef.uuid),
      taskQueue: session.taskQueue,
      args: [{ ...input, schedule: scheduleId }],
      staticSummary: summary(`Scheduled audit of ${poolRef.name}`),
      typedSearchAttributes: poolAttributes([pool, poolRef.name], poolRef, session.hide),
    },
    policies: {
      overlap: ScheduleOverlapPolicy.SKIP,
      catchupWindow: limits.scheduleCatchupSeconds * 1_000,
      pauseOnFailure: false,
    },
  };
}

/** The schedule of a pool, whether it exists or not. */
const scheduleOf = ({ client, hide }: Session, pool: string): ScheduleHandle =>
  client.schedule.getHandle(auditScheduleId(hide(pool)));

/** Does something to a pool's schedule. Throws ScheduleNotFound. */
export async function withSchedule<Result>(
  session: Session,
  pool: string,
  act: (schedule: ScheduleHandle) => Promise<Result>,
): Promise<Result> {
  try {
    return await act(scheduleOf(session, pool));
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error;
    throw new OffloadError({ type: 'ScheduleNotFound', message: `pool ${pool} has no schedule` }, { cause: error });
  }
}

/** A pool's schedule and its last audits. Throws ScheduleNotFound. */
export async function describeSchedule(session: Session, pool: string): Promise<ScheduleDetails> {
  const { spec, state, info } = await withSchedule(session, pool, (schedule) => schedule.describe());
  const runs = await listRuns(session, pool);
  return {
    pool,
    paused: state.paused,
    note: state.note ?? null,
    when: whenInWords(spec),
    next: info.nextActionTimes[0] ?? null,
    audits: runs.filter(({ workflow }) => workflow === 'scheduledAudit').slice(0, shownAudits),
    overlapped: info.numActionsSkippedOverlap,
    missed: info.numActionsMissedCatchupWindow,
    url: session.scheduleUrl(auditScheduleId(session.hide(pool))),
  };
}

const shownAudits = 5;

/** Every audit schedule on the server. */
export async function listSchedules({ client }: Session): Promise<readonly ScheduleListing[]> {
  const schedules: ScheduleListing[] = [];
  for await (const { scheduleId, memo, state, spec, info } of client.schedule.list()) {
    if (!isAuditSchedule(scheduleId)) continue;
    const named: unknown = memo?.pool;
    schedules.push({
      pool: typeof named === 'string' ? named : scheduleId,
      paused: state.paused,
      note: state.note ?? null,
      when: whenInWords(spec),
      next: info.nextActionTimes[0] ?? null,
    });
  }
  return schedules.sort((a, b) => (a.pool < b.pool ? -1 : 1));
}

/** When a schedule is due: intervals, and cron expressions as they were written (commands/schedule.ts). */
function whenInWords(spec: ScheduleSummary['spec']): string {
  const every = (spec?.intervals ?? []).map(({ every: ms }) => `every ${durationInWords(ms / 1_000)}`);
  const cron = (spec?.calendars ?? []).flatMap(({ comment }) => comment ?? []);
  return [...every, ...cron, spec?.timezone ?? ''].filter((part) => part !== '').join(' ');
}
