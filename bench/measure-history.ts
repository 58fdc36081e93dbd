import type { Client } from '@temporalio/client';
import type { RunRef } from '../domain/pool-run';
import { historyEvents } from '../temporal/history-events';

export interface HistoryFigures {
  readonly events: number;
  /** Bytes of the largest payload in any event. */
  readonly payloadBytesMax: number;
  /** Which event holds it. */
  readonly payloadMaxAt: string;
  /** From the first activity of a type being scheduled to the last one being completed, by type. */
  readonly activityMs: ReadonlyMap<string, number>;
  /** From the first child being started to the last one's end. */
  readonly childrenMs: number;
}

interface Payload {
  readonly data?: Uint8Array | null;
}

/** Reads one run's history for its size and where its time went. */
export async function measureHistory(client: Client, run: RunRef): Promise<HistoryFigures> {
  const events = await historyEvents(client, run);
  const types = new Map<string, string>();
  const spans = new Map<string, Span>();
  const children = new Span();
  let largest = { bytes: 0, at: '' };
  for (const event of events) {
    const at = eventMs(event.eventTime);
    const scheduled = event.activityTaskScheduledEventAttributes;
    const completed = event.activityTaskCompletedEventAttributes;
    if (scheduled?.activityType?.name != null) types.set(String(event.eventId), scheduled.activityType.name);
    const type = scheduled?.activityType?.name ?? types.get(String(completed?.scheduledEventId));
    if (type !== undefined) spans.set(type, (spans.get(type) ?? new Span()).with(at));
    if (event.childWorkflowExecutionStartedEventAttributes || event.childWorkflowExecutionCompletedEventAttributes) {
      children.with(at);
    }
    for (const bytes of payloadSizes(event)) {
      if (bytes > largest.bytes) largest = { bytes, at: `${String(event.eventId)} ${type ?? ''}` };
    }
  }
  return {
    events: events.length,
    payloadBytesMax: largest.bytes,
    payloadMaxAt: largest.at,
    activityMs: new Map([...spans].map(([type, span]) => [type, span.ms()])),
    childrenMs: children.ms(),
  };
}

class Span {
  private first = Infinity;
  private last = -Infinity;

  with(at: number): this {
    this.first = Math.min(this.first, at);
    this.last = Math.max(this.last, at);
    return this;
  }

  ms(): number {
    return this.last < this.first ? 0 : this.last - this.first;
  }
}

/** The sizes of all payloads anywhere in an event. */
function payloadSizes(value: unknown): number[] {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [];
  if (isPayload(value)) return [value.data?.length ?? 0];
  return Object.values(value).flatMap(payloadSizes);
}

const isPayload = (value: object): value is Payload => 'data' in value && 'metadata' in value;

export const eventMs = (
  time: { seconds?: { toNumber(): number } | null; nanos?: number | null } | null | undefined,
): number => (time?.seconds?.toNumber() ?? 0) * 1_000 + (time?.nanos ?? 0) / 1_000_000;
