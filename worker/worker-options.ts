import { existsSync } from 'node:fs';
import path from 'node:path';
import type { DataConverter } from '@temporalio/common';
import type { WorkerOptions } from '@temporalio/worker';
import type { Activities } from '../activities/create-activities';

/** Where the built workflow bundle is: a failure converter is part of it. A test run names its own plain one. */
const bundlePath = ({ failureConverterPath }: DataConverter): string =>
  failureConverterPath === undefined
    ? (process.env.XEN_OFFLOAD_WORKFLOW_BUNDLE ?? path.join(__dirname, '../workflows/bundle.js'))
    : path.join(__dirname, '../workflows/encrypting-bundle.js');

/** What every worker of ours has in common, wherever it runs and whichever queue it serves. */
export function workerOptions(
  activities: Activities,
  dataConverter: DataConverter,
): Pick<
  WorkerOptions,
  | 'activities'
  | 'dataConverter'
  | 'workflowBundle'
  | 'workflowsPath'
  | 'stickyQueueScheduleToStartTimeout'
  | 'shutdownGraceTime'
  | 'shutdownForceTime'
> {
  const codePath = bundlePath(dataConverter);
  return {
    activities,
    dataConverter,
    ...(existsSync(codePath)
      ? { workflowBundle: { codePath } }
      : { workflowsPath: require.resolve('../workflows/index') }),
    // Default is 10 s: what a run waits on the queue of a worker that was killed (facts/temporal.md §12).
    stickyQueueScheduleToStartTimeout: '2s',
    // In-flight steps may end by themselves; default 0 cancels them at once.
    shutdownGraceTime: '5s',
    shutdownForceTime: '30s',
  };
}
