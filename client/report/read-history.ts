import type { Client } from '@temporalio/client';
import type { Payload } from '@temporalio/common';
import type { DiscoveryPart } from '../../domain/discovery';
import type { HostDetection, HostInspection } from '../../domain/inspection';
import type { RunRef } from '../../domain/pool-run';
import type { Cost, HostRef } from '../../domain/run';
import { historyEvents } from '../../temporal/history-events';
import { readPayload } from '../../temporal/read-payload';

/** What a pool's run saw, from its history: the record that outlives worker and client. */
export interface RunHistory<Input = unknown> {
  /** Null where the server has no history of the run any more. */
  readonly input: Input | null;
  readonly parts: readonly DiscoveryPart[];
  /** Looks by host uuid, in their order: a run plans by the first, and looks again after a change. */
  readonly inspections: ReadonlyMap<string, readonly HostInspection[]>;
  /** Captures by host uuid. */
  readonly captures: ReadonlyMap<string, HostCaptures>;
  /** Of every activity. */
  readonly costs: readonly Cost[];
  readonly startedAt: Date;
  readonly endedAt: Date;
}

/** What was captured on a host before the run's first change, and last after it; a retry captures only after it. */
export interface HostCaptures {
  readonly before: HostDetection | null;
  readonly after: HostDetection | null;
}

export const noCaptures: HostCaptures = { before: null, after: null };

/** Reads a run's history and decodes what its activities returned. */
export async function readHistory<Input>(client: Client, run: RunRef): Promise<RunHistory<Input>> {
  const events = await historyEvents(client, run);
  const scheduled = new Map<string, ScheduledActivity>();
  const parts: DiscoveryPart[] = [];
  const inspections = new Map<string, readonly HostInspection[]>();
  const captures = new Map<string, HostCaptures>();
  let moment: keyof HostCaptures = 'before';
  const costs: Cost[] = [];
  for (const event of events) {
    const schedule = event.activityTaskScheduledEventAttributes;
    if (schedule != null) {
      scheduled.set(String(event.eventId), {
        type: schedule.activityType?.name ?? '',
        input: schedule.input?.payloads?.[0] ?? null,
      });
    }
    if (event.startChildWorkflowExecutionInitiatedEventAttributes != null) moment = 'after';
    const completed = event.activityTaskCompletedEventAttributes;
    const result = completed?.result?.payloads?.[0];
    const activity = scheduled.get(String(completed?.scheduledEventId));
    if (result == null || activity === undefined) continue;
    if (activity.type === 'discoverPool') {
      const part = await readPayload<DiscoveryPart>(client, result);
      parts.push(part);
      costs.push(part.cost);
    }
    if (activity.type === 'inspectHost') {
      const inspection = await readPayload<HostInspection>(client, result);
      append(inspections, await hostOf(client, activity), inspection);
      costs.push(inspection.cost);
    }
    if (activity.type === 'detectErrors') {
      const detection = await readPayload<HostDetection>(client, result);
      const host = await hostOf(client, activity);
      captures.set(host, { ...(captures.get(host) ?? noCaptures), [moment]: detection });
      costs.push(detection.cost);
    }
  }
  const first = events[0];
  const input = first?.workflowExecutionStartedEventAttributes?.input?.payloads?.[0];
  return {
    input: input == null ? null : await readPayload<Input>(client, input),
    parts,
    inspections,
    captures,
    costs,
    startedAt: eventTime(first),
    endedAt: eventTime(events.at(-1)),
  };
}

function append<Each>(lists: Map<string, readonly Each[]>, host: string, each: Each): void {
  lists.set(host, [...(lists.get(host) ?? []), each]);
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
