import type { DataConverter } from '@temporalio/common';
import { NativeConnection, Worker } from '@temporalio/worker';
import { createActivities } from '../activities/create-activities';
import type { ActivityDependencies } from '../activities/shared/dependencies';
import { taskQueue as defaultTaskQueue } from '../domain/workflow-ids';
import type { Secrets } from '../ssh/secrets';
import { SshPool } from '../ssh/ssh-pool';
import { connectClient, type ServerAccess } from '../temporal/connect';
import { runRecords } from './run-records';
import { workerOptions } from './worker-options';

export interface WorkerSettings {
  readonly server: ServerAccess;
  readonly taskQueue?: string | undefined;
  /** The pools this worker can reach, by name. */
  readonly pool: ActivityDependencies['pool'];
  /** What somebody has to say to log in to hosts. */
  readonly secrets?: Secrets | undefined;
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

/** Runs a worker in this process until it is stopped. Throws ServerUnreachable, NamespaceMissing. */
export async function startWorker(settings: WorkerSettings): Promise<RunningWorker> {
  const { server, taskQueue = defaultTaskQueue, pool, secrets, dataConverter = {}, graceSeconds } = settings;
  // The SDK's own words for a server or namespace that is not there are hard to read.
  await (await connectClient(server)).close();
  const connection = await NativeConnection.connect({ address: server.address, ...server.credentials });
  const ssh = new SshPool(secrets);
  const activities = createActivities({
    pool,
    runScript: (target, run) => ssh.run(target, run),
    ...runRecords,
  });
  const worker = await Worker.create({
    ...workerOptions(activities, dataConverter),
    connection,
    namespace: server.namespace,
    taskQueue,
    ...(graceSeconds === undefined ? {} : { shutdownGraceTime: `${String(graceSeconds)}s` }),
  });
  // An open SSH connection would keep the process alive, so it is closed also when the worker failed.
  const ended = worker.run().finally(async () => {
    await ssh.close();
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
