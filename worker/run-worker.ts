import type { DataConverter } from '@temporalio/common';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { Activities } from '../activities/create-activities';
import { taskQueue as defaultTaskQueue } from '../domain/workflow-ids';
import type { ServerAccess } from '../temporal/connect';
import { workerOptions } from './worker-options';

/** Which queue of which server a worker serves, and how. */
export interface ServedQueue {
  readonly server: ServerAccess;
  readonly taskQueue?: string | undefined;
  /** Where payloads are encrypted. */
  readonly dataConverter?: DataConverter | undefined;
  /** What steps in flight get to end by themselves when the worker is asked to stop. */
  readonly graceSeconds?: number;
}

export interface RunningWorker {
  /** Whether it takes tasks: neither failed nor asked to stop. */
  readonly isServing: () => boolean;
  /** Settles when the worker ends: rejects when it failed. */
  readonly ended: Promise<void>;
  /** Lets steps in flight end, then closes every connection. */
  stop(): Promise<void>;
}

/** Runs a worker with these activities until it is stopped; `close` ends what they hold open, also when it failed. */
export async function runWorker(
  { server, taskQueue = defaultTaskQueue, dataConverter = {}, graceSeconds }: ServedQueue,
  activities: Activities,
  close: () => Promise<void>,
): Promise<RunningWorker> {
  const connection = await NativeConnection.connect({ address: server.address, ...server.credentials });
  const worker = await Worker.create({
    ...workerOptions(activities, dataConverter),
    connection,
    namespace: server.namespace,
    taskQueue,
    ...(graceSeconds === undefined ? {} : { shutdownGraceTime: `${String(graceSeconds)}s` }),
  });
  const ended = worker.run().finally(async () => {
    await close();
    await connection.close();
  });
  ended.catch(() => undefined);
  return {
    isServing: () => worker.getState() === 'RUNNING',
    ended,
    stop: async () => {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await ended;
    },
  };
}
