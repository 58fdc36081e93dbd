import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { plainSession, type Session } from '../client/session';
import { connectClient } from '../temporal/connect';
import { joinLocalServer, type LocalServer } from '../temporal/local-server';

/** A Temporal server and a worker, each a process that can be killed, and a client. */
export class Engine {
  private constructor(
    private readonly folder: string,
    private readonly environment: NodeJS.ProcessEnv,
    private server: LocalServer,
    private worker: ChildProcess,
    private client: Session,
  ) {}

  static async start(folder: string, withoutUndo: boolean): Promise<Engine> {
    const environment = withoutUndo
      ? { ...process.env, XEN_OFFLOAD_WORKFLOW_BUNDLE: await bundleWithoutUndo(folder) }
      : process.env;
    const server = await join(folder);
    try {
      const worker = await startWorker(folder, server, environment);
      return new Engine(folder, environment, server, worker, plainSession(await connectClient(server)));
    } catch (error) {
      await server.leave();
      throw error;
    }
  }

  get session(): Session {
    return this.client;
  }

  /** Kills one of both; returns when another has taken its place. */
  async killAndReplace(what: 'worker' | 'server'): Promise<void> {
    await kill(this.worker);
    if (what === 'server') await this.replaceServer();
    this.worker = await startWorker(this.folder, this.server, this.environment);
  }

  private async replaceServer(): Promise<void> {
    const { pid } = serverFile.parse(JSON.parse(readFileSync(path.join(this.folder, 'server.json'), 'utf8')));
    process.kill(pid, 'SIGKILL');
    await this.client.close();
    const killed = this.server;
    this.server = await join(this.folder);
    // Its share would keep the new server running when this one leaves.
    await killed.leave();
    this.client = plainSession(await connectClient(this.server));
  }

  async stop(): Promise<void> {
    await kill(this.worker);
    await this.client.close();
    await this.server.leave();
  }
}

const serverFile = z.object({ pid: z.int() });

const join = (stateDir: string): Promise<LocalServer> => joinLocalServer({ stateDir, progress: () => undefined });

/** In a process group of its own: Ctrl-C asks the check to end after the run under way, which needs its worker. */
async function startWorker(folder: string, server: LocalServer, env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const main = path.join(__dirname, 'worker-main.js');
  const worker = spawn(process.execPath, [main, folder, server.address], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  await Promise.race([
    once(worker.stdout, 'data'),
    once(worker, 'exit').then(() => {
      throw new Error('the worker ended before it took a task');
    }),
  ]);
  return worker;
}

async function kill(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return;
  const ended = once(worker, 'exit');
  worker.kill('SIGKILL');
  await ended;
}

async function bundleWithoutUndo(folder: string): Promise<string> {
  const workflowsPath = path.join(__dirname, 'workflows-without-undo.js');
  const { code } = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('ERROR') });
  const file = path.join(folder, 'workflows-without-undo.js');
  await writeFile(file, code);
  return file;
}
