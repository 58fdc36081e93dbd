import type { Client } from '@temporalio/client';
import type { RunRef } from '../domain/pool-run';
import { taskQueue } from '../domain/workflow-ids';
import type { ConnectedClient } from '../temporal/connect';
import { runUrl, scheduleUrl } from '../temporal/web-ui';

/** A command's hold on a Temporal server, local or not. */
export interface Session {
  readonly client: Client;
  readonly taskQueue: string;
  /** The page of a run in the Web UI. */
  readonly url: (run: RunRef) => string;
  readonly uiUrl: string;
  readonly scheduleUrl: (scheduleId: string) => string;
  /** How a name is written in ids and search attributes, where no encryption reaches. */
  readonly hide: (name: string) => string;
  /** What Ctrl-C does to a run that is followed: the local server and worker may end with this process. */
  readonly onInterrupt: 'cancel' | 'leave';
  /** Makes sure that a run goes on when this command has ended. Throws NoWorker, with the cure. */
  readonly needStandingWorker: () => Promise<void>;
  close(): Promise<void>;
}

/** The pages of a server's Web UI. */
export const webPages = (uiUrl: string, namespace: string): Pick<Session, 'uiUrl' | 'url' | 'scheduleUrl'> => ({
  uiUrl,
  url: ({ workflowId, runId }) => runUrl(uiUrl, namespace, workflowId, runId),
  scheduleUrl: (id) => scheduleUrl(uiUrl, namespace, id),
});

/** A session with the defaults of one that has server and worker to itself. */
export const plainSession = (connected: ConnectedClient, more: Partial<Session> = {}): Session => ({
  client: connected.client,
  close: () => connected.close(),
  taskQueue,
  url: () => '',
  uiUrl: '',
  scheduleUrl: () => '',
  hide: (name) => name,
  onInterrupt: 'cancel',
  needStandingWorker: () => Promise.resolve(),
  ...more,
});
