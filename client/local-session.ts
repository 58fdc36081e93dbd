import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Client } from '@temporalio/client';
import { resolvePool } from '../config/resolve-pool';
import { savePool } from '../config/saved-pools';
import { ensureSimulator, stopSimulator } from '../lab/simulated/process';
import { connectClient } from '../temporal/connect';
import { joinLocalServer } from '../temporal/local-server';
import { runUrl } from '../temporal/web-ui';
import { logToFile } from '../worker/logging';
import { startWorker, type RunningWorker } from '../worker/start-worker';
import type { RunRef } from '../domain/pool-run';

/** A command's hold on the local server, with a worker in this process where the command waits for a run. */
export interface Session {
  readonly client: Client;
  readonly url: (run: RunRef) => string;
  readonly uiUrl: string;
  /** Stops the worker and leaves the server; the last one out stops server and simulators. */
  close(): Promise<void>;
}

export interface SessionOptions {
  readonly stateDir: string;
  readonly configFile: string | undefined;
  /** Whether this command waits for a run, and so runs a worker. */
  readonly withWorker: boolean;
  readonly say: (line: string) => void;
}

/** Joins local mode (design §7): server found or started, worker in this process. */
export async function openLocalSession({ stateDir, configFile, withWorker, say }: SessionOptions): Promise<Session> {
  const server = await joinLocalServer({ stateDir, progress: say });
  const connected = await connectClient(server).catch(async (error: unknown) => {
    await server.leave();
    throw error;
  });
  let worker: RunningWorker | null = null;
  const close = async (): Promise<void> => {
    await worker?.stop();
    await connected.close();
    const wasLast = await server.leave();
    if (wasLast) await stopSimulators(stateDir);
  };
  try {
    if (withWorker) {
      logToFile(path.join(stateDir, 'worker.log'));
      const pool = (name: string) => resolvePool(name, { configFile, stateDir });
      worker = await startWorker({ server, pool });
    }
  } catch (error) {
    await close();
    throw error;
  }
  const url = (run: RunRef): string => runUrl(server.uiUrl, server.namespace, run.workflowId, run.runId);
  return { client: connected.client, url, uiUrl: server.uiUrl, close };
}

const simulatedName = /^simulated(?::([1-9]\d{0,2}))?$/;
const simulatedHosts = 8;

export const isSimulated = (pool: string): boolean => simulatedName.test(pool);

/** Starts the simulated pool of that name, or finds it running, and saves how to reach it. */
export async function startSimulated(pool: string, stateDir: string, fresh: boolean): Promise<void> {
  const hosts = Number(simulatedName.exec(pool)?.[1] ?? simulatedHosts);
  const simulator = await ensureSimulator({ directory: simulatorFolder(stateDir, pool), hosts, fresh });
  await savePool(stateDir, {
    name: pool,
    hosts: [simulator.coordinatorAddress],
    ssh: { sshConfig: simulator.sshConfigFile },
    policy: null,
    only: [],
    exclude: [],
    waves: { soakSeconds: 1 },
  });
}

const simulatorsFolder = (stateDir: string): string => path.join(stateDir, 'simulated');

const simulatorFolder = (stateDir: string, pool: string): string =>
  path.join(simulatorsFolder(stateDir), pool.replace(':', '-'));

async function stopSimulators(stateDir: string): Promise<void> {
  const folders = await readdir(simulatorsFolder(stateDir)).catch(() => []);
  await Promise.all(folders.map((folder) => stopSimulator(path.join(simulatorsFolder(stateDir), folder))));
}
