import type { Client } from '@temporalio/client';
import type { Payload } from '@temporalio/common';
import type { DiscoveryPart } from '../../domain/discovery';
import type { HostDetection, HostInspection } from '../../domain/inspection';
import type { RunRef } from '../../domain/pool-run';
import type { HostRef } from '../../domain/run';
import { historyEvents } from '../../temporal/history-events';
import { readPayload } from '../../temporal/read-payload';

/** What a pool's run saw, from its history: the record that outlives worker and client. */
export interface RunHistory<Input = unknown> {
  /** Null where the server has no history of the run any more. */
  readonly input: Input | null;
  readonly parts: readonly DiscoveryPart[];
  /** By host uuid; the last one where a host was looked at again. */
  readonly inspections: ReadonlyMap<string, HostInspection>;
  readonly detections: ReadonlyMap<string, HostDetection>;
  readonly startedAt: Date;
  readonly endedAt: Date;
}

/** Reads a run's history and decodes what its activities returned. */
export async function readHistory<Input>(client: Client, run: RunRef): Promise<RunHistory<Input>> {
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
    if (activity.type === 'discoverPool') parts.push(await readPayload<DiscoveryPart>(client, result));
    if (activity.type === 'inspectHost')
      inspections.set(await hostOf(client, activity), await readPayload<HostInspection>(client, result));
    if (activity.type === 'detectErrors')
      detections.set(await hostOf(client, activity), await readPayload<HostDetection>(client, result));
  }
  const first = events[0];
  const input = first?.workflowExecutionStartedEventAttributes?.input?.payloads?.[0];
  return {
    input: input == null ? null : await readPayload<Input>(client, input),
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

async function hostOf(client: Client, { input }: ScheduledActivity): Promise<string> {
  if (input === null) return '';
  const { host } = await readPayload<{ readonly host: HostRef }>(client, input);
  return host.uuid;
}

const eventTime = (
  event: { eventTime?: { seconds?: { toNumber(): number } | number | null; nanos?: number | null } | null } | undefined,
): Date => {
  const seconds = event?.eventTime?.seconds ?? 0;
  const whole = typeof seconds === 'number' ? seconds : seconds.toNumber();
  return new Date(whole * 1_000 + (event?.eventTime?.nanos ?? 0) / 1_000_000);
};
