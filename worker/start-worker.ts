import { NativeConnection, Worker } from '@temporalio/worker';
import { createActivities } from '../activities/create-activities';
import type { ActivityDependencies } from '../activities/shared/dependencies';
import { SshPool } from '../ssh/ssh-pool';
import { connectClient } from '../temporal/connect';
import { runRecords } from './run-records';
import { workerOptions } from './worker-options';

export interface WorkerSettings {
  readonly address: string;
  readonly namespace: string;
  /** The pools this worker can reach, by name. */
  readonly pool: ActivityDependencies['pool'];
}

export interface RunningWorker {
  /** Lets steps in flight end, then closes every connection. */
  stop(): Promise<void>;
}

/** Runs a worker in this process until it is stopped. */
export async function startWorker({ address, namespace, pool }: WorkerSettings): Promise<RunningWorker> {
  const connection = await NativeConnection.connect({ address });
  const connected = await connectClient({ address, namespace });
  const ssh = new SshPool();
  const activities = createActivities({
    pool,
    runScript: (target, run) => ssh.run(target, run),
    ...runRecords(connected.client),
  });
  const worker = await Worker.create(workerOptions(connection, namespace, activities));
  const running = worker.run();
  return {
    stop: async () => {
      worker.shutdown();
      await running;
      await ssh.close();
      await connected.close();
      await connection.close();
    },
  };
}
