import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { readComposeFile } from './compose-file';
import { loopback, ours, schemaJob, temporalServer, type NativeSite } from './native-plans';
import { choosePorts, type PortChoice, type StackPorts } from './ports';
import { startPostgresql } from './postgresql';
import { runProgram, startProgram, untilTrue, type RunningProgram } from './program';
import { temporalPrograms } from './temporal-programs';

export interface StackSettings {
  /** Where docker-compose.yml and the built command line are. */
  readonly project: string;
  /** Where the stack keeps its database and logs. */
  readonly folder: string;
  readonly ports: PortChoice;
  readonly say: (line: string) => void;
}

export interface RunningStack {
  readonly ports: StackPorts;
  /** Settles when one of its programs ends by itself, with how. */
  readonly broken: Promise<string>;
  /** Ends all of it, the last started first. */
  stop(): Promise<void>;
}

/**
 * Starts what docker-compose.yml describes as processes of this machine, with the environment and the commands written
 * there; only addresses, ports and the password's file are other ones. Throws ServerUnavailable, having stopped all.
 */
export async function startStack({ project, folder, ports: choice, say }: StackSettings): Promise<RunningStack> {
  const compose = readComposeFile(project);
  const programs = await temporalPrograms(compose.temporalVersion, say);
  const ports = await choosePorts(compose, choice);
  const logFolder = path.join(folder, 'logs');
  // Run by root, PostgreSQL is another user, who has to get through.
  mkdirSync(folder, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  mkdirSync(logFolder, { recursive: true, mode: 0o700 });
  const running: RunningProgram[] = [];
  const stop = async (): Promise<void> => {
    for (const program of running.toReversed()) await program.stop();
  };
  try {
    await startAll({ project, folder, logFolder, compose, programs, ports }, running, say);
  } catch (error) {
    await stop();
    throw error;
  }
  return { ports, broken: Promise.race(running.map(async ({ ended }) => (await ended).how)), stop };
}

/** In the order of `depends_on`. */
async function startAll(site: NativeSite, running: RunningProgram[], say: StackSettings['say']): Promise<void> {
  const { folder, compose, ports } = site;
  say(`PostgreSQL on port ${String(ports.postgresql)}, in ${folder}`);
  const postgresql = await startPostgresql(site);
  running.push(postgresql.program);
  say('Schema');
  await runProgram(schemaJob(site, postgresql.passwordFile));
  say(`Temporal ${compose.temporalVersion} on port ${String(ports.temporal)}`);
  const server = startProgram(temporalServer(site, postgresql.passwordFile));
  running.push(server);
  say('Namespace and search attributes');
  await runProgram(ours(site, 'prepare-server'), server);
  say(
    `Worker: http://${loopback}:${String(ports.health)}/healthz, http://${loopback}:${String(ports.metrics)}/metrics`,
  );
  const worker = startProgram(ours(site, 'worker'));
  running.push(worker);
  await untilTrue(worker, () => isHealthy(ports.health));
}

const isHealthy = (port: number): Promise<boolean> =>
  fetch(`http://${loopback}:${String(port)}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );
