import path from 'node:path';
import type { PoolSources } from '../config/resolve-pool';
import { OffloadError } from '../domain/errors';
import { connectClient } from '../temporal/connect';
import { loadEncryption } from '../temporal/encryption/encryption';
import { joinLocalServer } from '../temporal/local-server';
import { logToFile } from '../worker/logging';
import type { Secrets } from '../ssh/secrets';
import type { RunningWorker } from '../worker/run-worker';
import { startWorker } from '../worker/start-worker';
import { plainSession, webPages, type Session } from './session';
import { poolsByName, stopSimulators } from './simulated-pools';

export interface LocalSessionOptions extends PoolSources {
  /** Whether this command waits for a run, and so runs a worker. */
  readonly withWorker: boolean;
  /** Whether it stays and serves the runs of commands that have ended: `up`. */
  readonly standing?: boolean;
  /** Key file with which payloads are encrypted. */
  readonly encryptionKey?: string | undefined;
  /** What its worker needs to log in; left out where there is no worker. */
  readonly secrets?: Secrets;
  readonly say: (line: string) => void;
}

/** A local session, and its worker's end. */
export interface LocalSession extends Session {
  readonly address: string;
  readonly worker: RunningWorker | null;
}

/**
 * Joins local mode (design §7): server found or started, worker in this process where the command waits for a run. The
 * last one out stops server and simulators.
 */
export async function openLocalSession(options: LocalSessionOptions): Promise<LocalSession> {
  const { configFile, stateDir, withWorker, standing = false, say } = options;
  const encryption = await loadEncryption(options.encryptionKey);
  const server = await joinLocalServer({ stateDir, standing, progress: say });
  const connected = await connectClient(server, encryption?.dataConverter).catch(async (error: unknown) => {
    await server.leave();
    throw error;
  });
  let worker: RunningWorker | null = null;
  const close = async (): Promise<void> => {
    await worker?.stop().catch((error: unknown) => {
      say(`the worker ended with: ${String(error)}`);
    });
    await connected.close();
    const wasLast = await server.leave();
    if (wasLast) await stopSimulators(stateDir);
  };
  try {
    if (withWorker) {
      logToFile(path.join(stateDir, 'worker.log'));
      const pool = poolsByName({ configFile, stateDir });
      worker = await startWorker({ server, pool, secrets: options.secrets, dataConverter: encryption?.dataConverter });
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    ...plainSession(connected, {
      ...webPages(server.uiUrl, server.namespace),
      ...(encryption === null ? {} : { hide: encryption.hide }),
      needStandingWorker: () => (server.hasStandingUser() ? Promise.resolve() : Promise.reject(noStandingWorker())),
      close,
    }),
    address: server.address,
    worker,
  };
}

const noStandingWorker = (): OffloadError =>
  new OffloadError({
    type: 'NoWorker',
    message: 'nobody would go on when this command has ended: run `xen-offload up` in another terminal first',
  });
