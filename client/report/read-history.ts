import { defaultPayloadConverter as payloads, type Payload } from '@temporalio/common';
import type { Client } from '@temporalio/client';
import type { DiscoveryPart } from '../../domain/discovery';
import type { HostDetection, HostInspection } from '../../domain/inspection';
import type { RunRef } from '../../domain/pool-run';
import type { HostRef } from '../../domain/run';
import { historyEvents } from '../../temporal/history-events';

/** What a pool's run saw, from its history: the record that outlives worker and client. */
export interface RunHistory {
  /** The run's input; its type depends on the workflow. */
  readonly input: Payload | null;
  readonly parts: readonly DiscoveryPart[];
  /** By host uuid; the last one where a host was looked at again. */
  readonly inspections: ReadonlyMap<string, HostInspection>;
  readonly detections: ReadonlyMap<string, HostDetection>;
  readonly startedAt: Date;
  readonly endedAt: Date;
}

/** Reads a run's history and decodes what its activities returned. */
export async function readHistory(client: Client, run: RunRef): Promise<RunHistory> {
  const events = await historyEvents(client, run);
  const scheduled = new Map<string, ScheduledActivity>();
  const parts: DiscoveryPart[] = [];
  const inspections = new Map<string, HostInspection>();
  const detections = new Map<string, HostDetection>();
  for (const event of events) {
    const schedule = event.activityTaskScheduledEventAttributes;
    if (schedule != null) {
      scheduled.set(String(event.eventId), {
        type: schedule.activityType?.name ?? '',
        input: schedule.input?.payloads?.[0] ?? null,
      });
    }
    const completed = event.activityTaskCompletedEventAttributes;
    const result = completed?.result?.payloads?.[0];
    const activity = scheduled.get(String(completed?.scheduledEventId));
    if (result == null || activity === undefined) continue;
    if (activity.type === 'discoverPool') parts.push(payloads.fromPayload<DiscoveryPart>(result));
    if (activity.type === 'inspectHost')
      inspections.set(hostOf(activity), payloads.fromPayload<HostInspection>(result));
    if (activity.type === 'detectErrors') detections.set(hostOf(activity), payloads.fromPayload<HostDetection>(result));
  }
  const first = events[0];
  return {
    input: first?.workflowExecutionStartedEventAttributes?.input?.payloads?.[0] ?? null,
    parts,
    inspections,
    detections,
    startedAt: eventTime(first),
    endedAt: eventTime(events.at(-1)),
  };
}

interface ScheduledActivity {
  readonly type: string;
  readonly input: Payload | null;
}

const hostOf = ({ input }: ScheduledActivity): string =>
  input === null ? '' : payloads.fromPayload<{ readonly host: HostRef }>(input).host.uuid;

const eventTime = (
  event: { eventTime?: { seconds?: { toNumber(): number } | number | null; nanos?: number | null } | null } | undefined,
): Date => {
  const seconds = event?.eventTime?.seconds ?? 0;
  const whole = typeof seconds === 'number' ? seconds : seconds.toNumber();
  return new Date(whole * 1_000 + (event?.eventTime?.nanos ?? 0) / 1_000_000);
};
