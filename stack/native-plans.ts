import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ComposeFile } from './compose-file';
import { withFlags } from './flags';
import type { StackPorts } from './ports';
import type { ProgramPlan } from './program';
import type { TemporalPrograms } from './temporal-programs';

/** Where and with what the services run that are containers elsewhere. */
export interface NativeSite {
  /** Where docker-compose.yml and the built command line are. */
  readonly project: string;
  readonly folder: string;
  readonly logFolder: string;
  readonly compose: ComposeFile;
  readonly programs: TemporalPrograms;
  readonly ports: StackPorts;
}

export const loopback = '127.0.0.1';

/** The service `schema`. */
export function schemaJob(site: NativeSite, passwordFile: string): ProgramPlan {
  const { environment, stop_grace_period: stopPatienceSeconds } = site.compose.services.schema;
  return {
    name: 'schema',
    command: ['/bin/sh', path.join(site.project, 'stack/create-schema.sh')],
    environment: {
      PATH: process.env.PATH,
      ...environment,
      SQL_HOST: loopback,
      SQL_PORT: String(site.ports.postgresql),
      SQL_PASSWORD_FILE: passwordFile,
      SQL_TOOL: site.programs.sqlTool,
    },
    stopPatienceSeconds,
    logFolder: site.logFolder,
  };
}

/** The service `temporal`. */
export function temporalServer(site: NativeSite, passwordFile: string): ProgramPlan {
  const { environment, stop_grace_period: stopPatienceSeconds } = site.compose.services.temporal;
  return {
    name: 'temporal',
    command: [site.programs.server, 'start'],
    environment: {
      ...environment,
      POSTGRES_SEEDS: loopback,
      DB_PORT: String(site.ports.postgresql),
      POSTGRES_PWD: readFileSync(passwordFile, 'utf8'),
      BIND_ON_IP: loopback,
      DYNAMIC_CONFIG_FILE_PATH: path.join(site.project, 'stack/dynamic-config.yaml'),
      FRONTEND_GRPC_PORT: String(site.ports.temporal),
      ...site.ports.inner,
    },
    // It may take 15 s to end by itself, and all it knows is in the database.
    deathSignal: 'SIGKILL',
    stopPatienceSeconds,
    logFolder: site.logFolder,
  };
}

/** A service of our own image. What the user's environment and profile say of other servers does not count here. */
export function ours(site: NativeSite, name: 'prepare-server' | 'worker'): ProgramPlan {
  const { command, environment, stop_grace_period: stopPatienceSeconds } = site.compose.services[name];
  const { temporal, health, metrics } = site.ports;
  const inherited = Object.entries(process.env).filter(([variable]) => !variable.startsWith('TEMPORAL_'));
  const flags = { '--listen': loopback, '--health-port': String(health), '--metrics-port': String(metrics) };
  return {
    name,
    command: [process.execPath, path.join(site.project, 'dist/client/main.js'), ...withFlags(command, flags)],
    environment: {
      ...Object.fromEntries(inherited),
      ...environment,
      TEMPORAL_ADDRESS: `${loopback}:${String(temporal)}`,
      TEMPORAL_CONFIG_FILE: path.join(site.folder, 'temporal.toml'),
    },
    stopPatienceSeconds,
    logFolder: site.logFolder,
  };
}
