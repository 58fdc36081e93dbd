import { execFile, execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { OffloadError } from '../domain/errors';
import type { NativeSite } from './native-plans';
import { runProgram, startProgram, untilTrue, type ProgramPlan, type RunningProgram } from './program';

const run = promisify(execFile);

/** Where Debian keeps every version it has installed. */
const installedVersions = '/usr/lib/postgresql';

export interface Postgresql {
  readonly program: RunningProgram;
  readonly passwordFile: string;
}

/** The folder of the programs: of the version that made the data, else the newest. Null when it is not installed. */
export function postgresqlPrograms(dataFolder: string): string | null {
  const versionFile = path.join(dataFolder, 'PG_VERSION');
  const made = existsSync(versionFile) ? readFileSync(versionFile, 'utf8').trim() : null;
  const installed = existsSync(installedVersions) ? readdirSync(installedVersions) : [];
  const [newest] = installed
    .filter((version) => made === null || version === made)
    .filter((version) => existsSync(path.join(installedVersions, version, 'bin/initdb')))
    .sort((a, b) => Number(b) - Number(a));
  return newest === undefined ? null : path.join(installedVersions, newest, 'bin');
}

/** Starts PostgreSQL on loopback in a folder of its own, made at the first start. Throws ServerUnavailable. */
export async function startPostgresql({ folder, logFolder, compose, ports }: NativeSite): Promise<Postgresql> {
  const data = path.join(folder, 'postgresql');
  const programs = postgresqlPrograms(data);
  if (programs === null) {
    const message = 'PostgreSQL is not installed, or not the version that made the data (apt-get install postgresql)';
    throw new OffloadError({ type: 'ServerUnavailable', message });
  }
  const { environment, stop_grace_period: stopPatienceSeconds } = compose.services.postgresql;
  const plan: Plan = {
    environment: { PATH: process.env.PATH },
    user: systemUser(),
    stopSignal: 'SIGINT',
    stopPatienceSeconds,
    logFolder,
  };
  const passwordFile = path.join(folder, 'postgres-password');
  const superuser = environment.POSTGRES_USER ?? 'postgres';
  if (!existsSync(data)) await makeCluster({ programs, data, passwordFile, superuser, plan });
  const port = String(ports.postgresql);
  const program = startProgram({
    ...plan,
    name: 'postgresql',
    command: [
      path.join(programs, 'postgres'),
      ...['-D', data, '-p', port, '-c', 'listen_addresses=127.0.0.1'],
      // No socket file: its path could be too long, and anybody's PostgreSQL may use the usual folder.
      ...['-c', 'unix_socket_directories='],
    ],
  });
  await untilTrue(program, () => isReady(path.join(programs, 'pg_isready'), port));
  return { program, passwordFile };
}

type Plan = Omit<ProgramPlan, 'name' | 'command'>;

interface Cluster {
  readonly programs: string;
  readonly data: string;
  readonly passwordFile: string;
  readonly superuser: string;
  readonly plan: Plan;
}

/** The data come into place whole: what a killed initdb left is never taken for them. */
async function makeCluster({ programs, data, passwordFile, superuser, plan }: Cluster): Promise<void> {
  const unfinished = `${data}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  writeFileSync(passwordFile, randomBytes(24).toString('hex'), { mode: 0o600 });
  if (plan.user !== undefined) execFileSync('chown', [plan.user, '--', unfinished, passwordFile]);
  await runProgram({
    ...plan,
    name: 'initdb',
    command: [
      path.join(programs, 'initdb'),
      ...['--pgdata', unfinished, '--username', superuser, '--pwfile', passwordFile],
      ...['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--locale', 'C.UTF-8'],
    ],
  });
  renameSync(unfinished, data);
}

/** PostgreSQL refuses to run as root; Debian's package brings a user for it. */
const systemUser = (): 'postgres' | undefined => (process.getuid?.() === 0 ? 'postgres' : undefined);

const isReady = (pgIsReady: string, port: string): Promise<boolean> =>
  run(pgIsReady, ['--host', '127.0.0.1', '--port', port]).then(
    () => true,
    () => false,
  );
