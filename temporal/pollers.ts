import type { Client } from '@temporalio/client';
import { limits } from '../domain/limits';

/**
 * Whether anybody takes the tasks of a queue: a worker that polled a moment ago, or a worker deployment, which the
 * server may invoke when there is something to do.
 */
export async function isServed({ workflowService, options }: Client, taskQueue: string): Promise<boolean> {
  const { pollers, versioningInfo } = await workflowService.describeTaskQueue({
    namespace: options.namespace,
    taskQueue: { name: taskQueue },
  });
  if (versioningInfo?.currentDeploymentVersion != null) return true;
  const oldest = Date.now() / 1_000 - limits.pollerSeconds;
  return pollers.some(({ lastAccessTime }) => Number(String(lastAccessTime?.seconds ?? 0)) > oldest);
}
