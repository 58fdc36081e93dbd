import { randomBytes } from 'node:crypto';
import { accessSync, constants, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { OffloadError } from '../domain/errors';
import type { ServerAddress } from './connect';
import { devServerBinary } from './dev-server-binary';
import { findServer } from './find-server';
import { isAlive } from './process-identity';
import { databaseFile, spawnServer, stopServer, type ServerProcess } from './server-process';
import { serverReady } from './server-ready';
import { ServerUsers } from './server-users';
import { withLock } from './with-lock';

/** A command's share in the local server. */
export interface LocalServer extends ServerAddress {
  readonly uiUrl: string;
  /** `adopted`: it ran, and whoever started it is dead. */
  readonly foundBy: 'attached' | 'adopted' | 'started';
  /** Whether an `up` keeps server and a worker running. */
  hasStandingUser(): boolean;
  /** Leaves; true when this was the last user, and the server was stopped. */
  leave(): Promise<boolean>;
}

export interface JoinOptions {
  readonly stateDir: string;
  /** Whether the one who joins stays, with a worker, until it is asked to end. */
  readonly standing?: boolean;
  readonly progress: (line: string) => void;
}

/** Joins the shared dev server of a state folder: attaches to it, adopts an orphan, or starts one. Throws ServerUnavailable. */
export async function joinLocalServer({ stateDir, standing = false, progress }: JoinOptions): Promise<LocalServer> {
  const users = openStateFolder(stateDir);
  const token = `${randomBytes(6).toString('hex')}${standing ? standingMark : ''}`;
  // Getting the binary can take minutes and has a lock of its own.
  const binary = runningServer(stateDir) === null ? await devServerBinary(progress) : null;
  return withLock(stateDir, async () => {
    const running = await attach(stateDir);
    const foundBy = running === null ? 'started' : users.count() === 0 ? 'adopted' : 'attached';
    const server = running ?? (await start(binary ?? (await devServerBinary(progress)), stateDir, progress));
    users.add(token);
    return {
      address: `127.0.0.1:${String(server.port)}`,
      namespace: 'default',
      uiUrl: `http://127.0.0.1:${String(server.uiPort)}`,
      foundBy,
      hasStandingUser: () => users.count(standingMark) > 0,
      leave: () => withLock(stateDir, () => leave(stateDir, users, token)),
    };
  });
}

const standingMark = '-standing';

function openStateFolder(stateDir: string): ServerUsers {
  try {
    mkdirSync(stateDir, { recursive: true, mode: 0o700 });
    accessSync(stateDir, constants.W_OK);
    return new ServerUsers(stateDir);
  } catch (error) {
    const message = `the state folder ${stateDir} cannot be written: ${String(error)}`;
    throw new OffloadError({ type: 'ServerUnavailable', message }, { cause: error });
  }
}

/** The server that runs, or null: also where it ended just now, before it could be attached to. */
async function attach(stateDir: string): Promise<ServerProcess | null> {
  const running = runningServer(stateDir);
  if (running === null) return null;
  writeRecord(stateDir, running);
  try {
    await serverReady(running);
    return running;
  } catch (error) {
    if (isAlive(running)) throw error;
    return null;
  }
}

const startAttempts = 3;

/** Ports that were free may be taken by the time the server opens them: it ends by itself then, and is started again. */
async function start(binary: string, stateDir: string, progress: (line: string) => void): Promise<ServerProcess> {
  progress(`Starting the local Temporal server (${binary})`);
  for (let attempt = 1; ; attempt += 1) {
    const server = await spawnServer(binary, stateDir);
    writeRecord(stateDir, server);
    try {
      await serverReady(server);
      return server;
    } catch (error) {
      if (!isAlive(server) && attempt < startAttempts) continue;
      await stopServer(server);
      throw error;
    }
  }
}

/** Stops the server that runs now: the one that was joined may have died and been replaced since. */
async function leave(stateDir: string, users: ServerUsers, token: string): Promise<boolean> {
  users.remove(token);
  if (users.count() > 0) return false;
  const server = runningServer(stateDir);
  if (server !== null) await stopServer(server);
  rmSync(recordFile(stateDir), { force: true });
  return true;
}

const runningServer = (stateDir: string): ServerProcess | null =>
  readRecord(stateDir) ?? findServer(databaseFile(stateDir));

const recordFile = (stateDir: string): string => path.join(stateDir, 'server.json');

const recordSchema = z.object({ pid: z.int(), started: z.string(), port: z.int(), uiPort: z.int() });

/** The server that server.json speaks of, if it is alive. */
function readRecord(stateDir: string): ServerProcess | null {
  try {
    const server = recordSchema.parse(JSON.parse(readFileSync(recordFile(stateDir), 'utf8')));
    return isAlive(server) ? server : null;
  } catch {
    return null;
  }
}

function writeRecord(stateDir: string, server: ServerProcess): void {
  const file = recordFile(stateDir);
  writeFileSync(`${file}.new`, JSON.stringify(server), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
