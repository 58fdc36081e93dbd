import { printable } from '../printable';
import type { ScheduleDetails, ScheduleListing } from '../schedules';
import { plainTable } from './report';
import { utcTime } from './time';

const time = (date: Date | null): string => (date === null ? '-' : `${utcTime(date)}Z`);

/** Every schedule, a line each. */
export function renderSchedules(schedules: readonly ScheduleListing[]): string {
  if (schedules.length === 0)
    return 'There are no schedules. Make one with: xen-offload schedule create POOL --every 6h';
  const table = plainTable(['pool', 'when', 'next', '']);
  table.push(
    ...schedules.map(({ pool, when, next, paused }) => [
      printable(pool),
      when,
      paused ? '-' : time(next),
      paused ? 'paused' : '',
    ]),
  );
  return table.toString();
}

/** One schedule with its last audits, newest first. */
export function renderSchedule({ audits, overlapped, missed, url, ...schedule }: ScheduleDetails): string {
  const lines = audits.map(({ startedAt, outcome, runId }) => `  ${time(startedAt)}  ${outcome}  ${runId}`);
  return [
    renderSchedules([schedule]),
    ...(audits.length === 0 ? ['No audit yet.'] : ['Last audits:', ...lines]),
    ...(overlapped > 0 ? [`${String(overlapped)} left out, since the one before was still running`] : []),
    ...(missed > 0 ? [`${String(missed)} missed: server or workers were away for too long`] : []),
    url,
  ].join('\n');
}
