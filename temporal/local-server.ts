import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { ServerAddress } from './connect';
import { devServerBinary } from './dev-server-binary';
import { isAlive } from './process-identity';
import { spawnServer, stopServer, type ServerProcess } from './server-process';
import { serverReady } from './server-ready';
import { ServerUsers } from './server-users';
import { withLock } from './with-lock';

/** A command's share in the local server. */
export interface LocalServer extends ServerAddress {
  readonly uiUrl: string;
  /** `adopted`: it ran, and whoever started it is dead. */
  readonly foundBy: 'attached' | 'adopted' | 'started';
  /** Leaves; true when this was the last user, and the server was stopped. */
  leave(): Promise<boolean>;
}

export interface JoinOptions {
  readonly stateDir: string;
  readonly progress: (line: string) => void;
}

/** Joins the shared dev server of a state folder: attaches to it, adopts an orphan, or starts one. Throws ServerUnavailable. */
export async function joinLocalServer({ stateDir, progress }: JoinOptions): Promise<LocalServer> {
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  const users = new ServerUsers(stateDir);
  const token = randomBytes(6).toString('hex');
  // Getting the binary can take minutes and has a lock of its own.
  const needsStart = readServer(stateDir) === null;
  const binary = needsStart ? await devServerBinary(progress) : null;
  return withLock(stateDir, async () => {
    const running = readServer(stateDir);
    const foundBy = running === null ? 'started' : users.count() === 0 ? 'adopted' : 'attached';
    const server = running ?? (await start(binary ?? (await devServerBinary(progress)), stateDir, progress));
    await serverReady(server).catch(async (error: unknown) => {
      if (running === null) await stopServer(server);
      throw error;
    });
    users.add(token);
    return {
      address: `127.0.0.1:${String(server.port)}`,
      namespace: 'default',
      uiUrl: `http://127.0.0.1:${String(server.uiPort)}`,
      foundBy,
      leave: () => withLock(stateDir, () => leave(stateDir, server, users, token)),
    };
  });
}

/** The file is written before the server is ready: a client that is killed now leaves no server nobody knows of. */
async function start(binary: string, stateDir: string, progress: (line: string) => void): Promise<ServerProcess> {
  progress(`Starting the local Temporal server (${binary})`);
  const server = await spawnServer(binary, stateDir);
  const file = serverFile(stateDir);
  writeFileSync(`${file}.new`, JSON.stringify(server), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return server;
}

async function leave(stateDir: string, server: ServerProcess, users: ServerUsers, token: string): Promise<boolean> {
  users.remove(token);
  if (users.count() > 0) return false;
  await stopServer(server);
  rmSync(serverFile(stateDir), { force: true });
  return true;
}

const serverFile = (stateDir: string): string => path.join(stateDir, 'server.json');

const serverSchema = z.object({ pid: z.int(), started: z.string(), port: z.int(), uiPort: z.int() });

/** The server that server.json speaks of, if it is alive. */
function readServer(stateDir: string): ServerProcess | null {
  try {
    const server = serverSchema.parse(JSON.parse(readFileSync(serverFile(stateDir), 'utf8')));
    return isAlive(server) ? server : null;
  } catch {
    return null;
  }
}
