import { createActivities } from '../activities/create-activities';
import type { ActivityDependencies } from '../activities/shared/dependencies';
import type { Secrets } from '../ssh/secrets';
import { SshPool } from '../ssh/ssh-pool';
import { connectClient } from '../temporal/connect';
import { runRecords } from './run-records';
import { runWorker, type RunningWorker, type ServedQueue } from './run-worker';

export interface WorkerSettings extends ServedQueue {
  /** The pools this worker can reach, by name. */
  readonly pool: ActivityDependencies['pool'];
  /** What somebody has to say to log in to hosts. */
  readonly secrets?: Secrets | undefined;
}

/** Runs a worker in this process until it is stopped. Throws ServerUnreachable, NamespaceMissing. */
export async function startWorker({ pool, secrets, ...queue }: WorkerSettings): Promise<RunningWorker> {
  // The SDK's own words for a server or namespace that is not there are hard to read.
  await (await connectClient(queue.server)).close();
  const ssh = new SshPool(secrets);
  const activities = createActivities({ pool, runScript: (target, run) => ssh.run(target, run), ...runRecords });
  // An open SSH connection would keep the process alive.
  return runWorker(queue, activities, () => ssh.close());
}
