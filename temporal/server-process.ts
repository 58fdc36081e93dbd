import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import net from 'node:net';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { OffloadError } from '../domain/errors';
import { searchAttributes } from '../domain/search-attributes';
import { identify, isAlive, type ProcessIdentity } from './process-identity';

/** A dev server of ours: where it is, and how to know it again. */
export interface ServerProcess extends ProcessIdentity {
  readonly port: number;
  readonly uiPort: number;
}

const stopPatienceMs = 15_000;

/** Where a state folder keeps the runs; outlives the server. */
export const databaseFile = (stateDir: string): string => path.join(stateDir, 'temporal.db');

/** Starts the dev server in a process session of its own. */
export async function spawnServer(binary: string, stateDir: string): Promise<ServerProcess> {
  const [port, uiPort] = await Promise.all([freePort(), freePort()]);
  const logFile = path.join(stateDir, 'server.log');
  const log = openSync(logFile, 'a', 0o600);
  const child = spawn(binary, serverArguments(port, uiPort, databaseFile(stateDir)), {
    detached: true,
    stdio: ['ignore', log, log],
    cwd: stateDir,
  });
  closeSync(log);
  child.unref();
  const failed = once(child, 'error').then(([error]: unknown[]) => String(error));
  const started = child.pid === undefined ? null : identify(child.pid);
  if (started === null) {
    const why = await Promise.race([failed, delay(1_000).then(() => readFileSync(logFile, 'utf8').slice(-500))]);
    throw new OffloadError({ type: 'ServerUnavailable', message: `${binary} does not start: ${why}` });
  }
  return { ...started, port, uiPort };
}

/** Ends a server by its pid, after making sure that the pid is still that server, and waits for its end. */
export async function stopServer(server: ServerProcess): Promise<void> {
  if (!isAlive(server)) return;
  process.kill(server.pid, 'SIGTERM');
  const deadline = Date.now() + stopPatienceMs;
  while (isAlive(server)) {
    if (Date.now() > deadline) process.kill(server.pid, 'SIGKILL');
    await delay(25);
  }
}

/** WAL makes the file as fast as memory (facts/temporal.md §13). */
const serverArguments = (port: number, uiPort: number, database: string): readonly string[] => [
  'server',
  'start-dev',
  ...['--ip', '127.0.0.1', '--port', String(port), '--ui-port', String(uiPort), '--ui-ip', '127.0.0.1'],
  ...['--db-filename', database, '--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL'],
  ...['--namespace', 'default', '--log-level', 'error'],
  ...['--dynamic-config-value', 'frontend.enableServerVersionCheck=false'],
  ...['--dynamic-config-value', 'system.enableActivityEagerExecution=true'],
  ...searchAttributes.flatMap(({ name, type }) => ['--search-attribute', `${name}=${type}`]),
];

/** The ports of a server that a command line shows to have that database, or null for any other command. */
export function portsOf(commandLine: string, database: string): Pick<ServerProcess, 'port' | 'uiPort'> | null {
  if (!commandLine.includes(` --db-filename ${database} --sqlite-pragma `)) return null;
  const [, port, uiPort] = / server start-dev .*--port (\d+) --ui-port (\d+) /.exec(commandLine) ?? [];
  return port === undefined || uiPort === undefined ? null : { port: Number(port), uiPort: Number(uiPort) };
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port on loopback');
  return address.port;
}
