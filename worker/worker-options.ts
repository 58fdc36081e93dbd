import { existsSync } from 'node:fs';
import path from 'node:path';
import type { WorkerOptions } from '@temporalio/worker';
import type { Activities } from '../activities/create-activities';

/** Where the built workflow bundle is; a test run names its own. */
const bundlePath = (): string =>
  process.env.XEN_OFFLOAD_WORKFLOW_BUNDLE ?? path.join(__dirname, '../workflows/bundle.js');

/** What every worker of ours has in common, wherever it runs and whichever queue it serves. */
export function workerOptions(
  activities: Activities,
): Pick<
  WorkerOptions,
  | 'activities'
  | 'workflowBundle'
  | 'workflowsPath'
  | 'stickyQueueScheduleToStartTimeout'
  | 'shutdownGraceTime'
  | 'shutdownForceTime'
> {
  const codePath = bundlePath();
  return {
    activities,
    ...(existsSync(codePath)
      ? { workflowBundle: { codePath } }
      : { workflowsPath: path.join(__dirname, '../workflows/index') }),
    // Default is 10 s: what a run waits on the queue of a worker that was killed (facts/temporal.md §12).
    stickyQueueScheduleToStartTimeout: '2s',
    // In-flight steps may end by themselves; default 0 cancels them at once.
    shutdownGraceTime: '5s',
    shutdownForceTime: '30s',
  };
}
