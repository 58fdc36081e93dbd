import type { Client } from '@temporalio/client';

type HistoryAnswer = Awaited<ReturnType<Client['workflowService']['getWorkflowExecutionHistory']>>;

/** One event of a run's history, as the server tells it. */
export type HistoryEvent = NonNullable<NonNullable<HistoryAnswer['history']>['events']>[number];

/** Events with payloads of 256 KB stay below the 4 MB that one gRPC message may have. */
const pageEvents = 12;

/** The events of a run, page by page: a big pool's history does not fit into one message. */
export async function historyEvents(
  client: Client,
  { workflowId, runId }: { readonly workflowId: string; readonly runId?: string },
): Promise<readonly HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  let nextPageToken: Uint8Array | null = null;
  do {
    const answer: HistoryAnswer = await client.workflowService.getWorkflowExecutionHistory({
      namespace: client.options.namespace,
      execution: { workflowId, ...(runId === undefined ? {} : { runId }) },
      maximumPageSize: pageEvents,
      ...(nextPageToken === null ? {} : { nextPageToken }),
    });
    events.push(...(answer.history?.events ?? []));
    nextPageToken = answer.nextPageToken;
  } while (nextPageToken.length > 0);
  return events;
}
