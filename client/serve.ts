import path from 'node:path';
import { stateDir } from '../config/state-dir';
import { limits } from '../domain/limits';
import type { ServerAccess } from '../temporal/connect';
import { loadEncryption } from '../temporal/encryption/encryption';
import { startHealthServer } from '../worker/health-server';
import { endLogging, logToStderr } from '../worker/logging';
import { startWorker } from '../worker/start-worker';
import { secretsFrom } from './ask-secrets';
import type { ServerOptions } from './options';
import { poolsByName, stopSimulators } from './simulated-pools';
import type { SecretOptions } from './ssh-options';

/** What a long-running worker is told. */
export interface ServeOptions extends ServerOptions, SecretOptions {
  readonly config?: string;
  /** Address to listen on for health checks and metrics. */
  readonly listen: string;
  readonly healthPort?: number;
  readonly metricsPort?: number;
}

/** Ends a worker that serves. */
export interface Serving {
  /** Rejects when the worker failed. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** Runs a worker on a server that is there without us, with what those need who watch over it. */
export async function serve(access: ServerAccess, options: ServeOptions): Promise<Serving> {
  const { listen, healthPort, metricsPort, taskQueue } = options;
  logToStderr(metricsPort === undefined ? null : `${listen}:${String(metricsPort)}`);
  const secrets = secretsFrom(options);
  // Asked for now: later nobody may be there.
  await secrets.password();
  const encryption = await loadEncryption(options.encryptionKey);
  // Simulated pools of local mode end with its last command; a worker keeps its own.
  const workerState = path.join(stateDir(), 'worker');
  const worker = await startWorker({
    server: access,
    taskQueue,
    pool: poolsByName({ configFile: options.config, stateDir: workerState }),
    secrets,
    dataConverter: encryption?.dataConverter,
    graceSeconds: limits.workerGraceSeconds,
  }).catch(async (error: unknown) => {
    await endLogging();
    throw error;
  });
  const health = healthPort === undefined ? null : await startHealthServer(listen, healthPort, worker.isServing);
  return {
    ended: worker.ended,
    stop: async () => {
      try {
        await worker.stop();
      } finally {
        await health?.close();
        await stopSimulators(workerState);
      }
    },
  };
}
