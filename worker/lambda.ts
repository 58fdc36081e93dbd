import path from 'node:path';
import type { DataConverter } from '@temporalio/common';
import { runWorker, type LambdaHandler, type LambdaWorkerConfig } from '@temporalio/lambda-worker';
import { createActivities } from '../activities/create-activities';
import { resolvePool } from '../config/resolve-pool';
import { stateDir } from '../config/state-dir';
import { limits } from '../domain/limits';
import { lambdaTaskQueue } from '../domain/workflow-ids';
import { version } from '../package.json';
import { SshPool } from '../ssh/ssh-pool';
import { loadEncryption } from '../temporal/encryption/encryption';
import { runRecords } from './run-records';
import { workerOptions } from './worker-options';

const settings = process.env;

const sources = {
  configFile: settings.XEN_OFFLOAD_CONFIG ?? path.join(settings.LAMBDA_TASK_ROOT ?? '.', 'xen-offload.yaml'),
  stateDir: stateDir(),
};

/** A run ends on the build that began it (PINNED), and so do the runs of its hosts: a build has an id of its own. */
const build = { deploymentName: 'xen-offload', buildId: settings.XEN_OFFLOAD_BUILD_ID ?? version };

/** Before an invocation's deadline no task is taken any more; what is in flight may end, then is cancelled, then left. */
const ending = { beforeDeadlineMs: 20_000, shutdownGraceTime: '10s', shutdownForceTime: '15s' } as const;

/** Sets up the one worker of a function's process; its connections are made anew in every invocation. */
function configure(config: LambdaWorkerConfig, dataConverter: DataConverter): void {
  const ssh = new SshPool();
  const activities = createActivities({
    pool: (name) => resolvePool(name, sources),
    runScript: (target, run) => ssh.run(target, run),
    ...runRecords,
  });
  const { beforeDeadlineMs, ...shutdown } = ending;
  config.workerOptions = {
    ...config.workerOptions,
    ...workerOptions(activities, dataConverter),
    ...shutdown,
    taskQueue: settings.XEN_OFFLOAD_TASK_QUEUE ?? lambdaTaskQueue,
    // Steps wait on SSH, and captures want every host of a pool in the same minute; the default is two.
    maxConcurrentActivityTaskExecutions: limits.poolHosts,
    activityTaskPollerBehavior: { type: 'simple-maximum', maximum: 4 },
  };
  config.shutdownDeadlineBufferMs = beforeDeadlineMs;
  // Between invocations the process is frozen: what it had open would be dead when it thaws.
  config.shutdownHooks.push(() => ssh.close());
}

async function createHandler(): Promise<LambdaHandler> {
  const encryption = await loadEncryption(settings.XEN_OFFLOAD_ENCRYPTION_KEY_FILE);
  return runWorker(build, (config) => {
    configure(config, encryption?.dataConverter ?? {});
  });
}

const created = createHandler();

/** What AWS Lambda calls: works off the queue until the invocation's deadline is near. */
export const handler: LambdaHandler = async (event, context) => (await created)(event, context);
