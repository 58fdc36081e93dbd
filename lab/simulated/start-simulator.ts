import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fail } from '../standin/answer';
import { callLine, type Call } from '../standin/control/call-frame';
import { featureLines } from '../standin/ethtool/print-features';
import type { ArmedFaults } from '../standin/faults/armed-faults';
import { endHostProcesses } from '../standin/host/host-processes';
import type { StandinPool } from '../standin/pool/standin-pool';
import { knownHostsText, sshConfigText } from '../standin/openssh-files';
import { startStandin, type Standin } from '../standin/standin';
import { HostServer } from './host-server';
import { keptKeyPair, parsePublicKey } from '../standin/key-pair';
import { openPoolState, type PoolState, type SimulatorPlan } from './pool-state';
import type { SimulatedHost, SimulatedPool, SimulatorCounters } from './simulated-pool';
import { answerCommand, commandProgram } from './simulator-commands';
import { replaceFile, stateFiles, type Endpoints, type StateFiles } from './state-files';

/** A simulated pool that runs in this process. */
export interface Simulator extends SimulatedPool {
  readonly faults: ArmedFaults;
  /** Where other processes ask it, with the secret that lets them. */
  readonly control: { readonly port: number; readonly token: string };
  /** The lines of `ethtool -k` by device, of a host by name. */
  features(host: string): Record<string, readonly string[]>;
  /** A copy of xapi's records and the hosts' devices. */
  database(): StandinPool;
  counters(): SimulatorCounters;
  /** Saves, closes every connection and ends every process that the hosts started. */
  stop(): Promise<void>;
}

/** Where the named tools of the hosts are, besides PATH. */
const usualFolders = ['/usr/bin', '/bin', '/usr/sbin', '/sbin'];

/** Starts the hosts of a simulated pool, each with an SSH server of its own on loopback. */
export async function startSimulator(plan: SimulatorPlan): Promise<Simulator> {
  const directory = path.resolve(plan.directory);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const files = stateFiles(directory);
  const state = openPoolState(files, plan);
  const servers = new Map<string, HostServer>();
  const standin = await startPrograms(files, state, {
    afterCall: (host, call) => {
      if (isCutAfter(state.faults, host, call)) servers.get(host)?.cutConnections();
    },
    command: (json) =>
      answerCommand(json, {
        faults: state.faults,
        describe: () => description,
        counters: () => count(standin, servers),
      }),
  });
  const hosts = await listen(files, state, standin, servers);
  const description = describe(directory, files, state, hosts);
  saveEndpoints(files, state, standin, hosts);
  state.save();
  let stopping: Promise<void> | undefined;
  return {
    ...description,
    faults: state.faults,
    control: { port: standin.controlPort, token: state.endpoints.adminToken },
    features: (host) => featuresOf(state.pool, host),
    database: () => structuredClone(state.pool),
    counters: () => count(standin, servers),
    stop: () => (stopping ??= stopAll(state, standin, servers)),
  };
}

async function stopAll(state: PoolState, standin: Standin, servers: ReadonlyMap<string, HostServer>): Promise<void> {
  await Promise.all([...servers.values()].map((server) => server.stop()));
  endHostProcesses(new Set(Object.values(state.endpoints.hosts).map(({ token }) => token)));
  await standin.stop();
  state.save();
}

interface Reactions {
  readonly afterCall: (host: string, call: Call) => void;
  readonly command: (json: string) => ReturnType<typeof answerCommand>;
}

function startPrograms(files: StateFiles, state: PoolState, { afterCall, command }: Reactions): Promise<Standin> {
  const { pool, faults, endpoints } = state;
  return startStandin({
    directory: files.hosts,
    pool,
    faults,
    tokens: new Map(pool.xapi.hosts.map((host) => [host.uuid, endpoints.hosts[host.nameLabel]?.token ?? ''])),
    controlPort: endpoints.controlPort,
    searchPath: [process.env.PATH ?? '', ...usualFolders].join(path.delimiter),
    onChange: state.poolChanged,
    onCall: ({ nameLabel }, call) => {
      afterCall(nameLabel, call);
    },
    onOther: ({ token, program, words }) =>
      token === endpoints.adminToken && program === commandProgram
        ? command(words[0] ?? '')
        : fail(70, 'unknown token\n'),
  });
}

const isCutAfter = (faults: ArmedFaults, host: string, call: Call): boolean =>
  faults.strikeHost(
    host,
    'connection-cut',
    ({ moment }) => typeof moment === 'object' && new RegExp(moment.afterCall).test(callLine(call)),
  ) !== null;

/** Starts every host's SSH server and writes the files by which clients find them. */
async function listen(
  files: StateFiles,
  { faults, endpoints }: PoolState,
  standin: Standin,
  servers: Map<string, HostServer>,
): Promise<SimulatedHost[]> {
  const clientKey = parsePublicKey(keptKeyPair(files.identity).public);
  const publicKeys = new Map<string, string>();
  const hosts: SimulatedHost[] = [];
  for (const host of standin.hosts) {
    const { nameLabel: name, uuid, address } = host.host;
    const hostKey = keptKeyPair(path.join(files.hostKeys, name));
    const wantedPort = endpoints.hosts[name]?.port ?? 0;
    const server = new HostServer({ host, hostKey: hostKey.private, clientKey, wantedPort, faults });
    servers.set(name, server);
    publicKeys.set(name, hostKey.public);
    hosts.push({ name, uuid, address, port: await server.listen() });
  }
  const reached = hosts.map((host) => ({ ...host, hostName: '127.0.0.1' }));
  replaceFile(files.knownHosts, knownHostsText(reached, publicKeys));
  replaceFile(files.sshConfig, sshConfigText(reached, files));
  return hosts;
}

function saveEndpoints(
  files: StateFiles,
  { endpoints }: PoolState,
  { controlPort }: Standin,
  hosts: readonly SimulatedHost[],
): void {
  const kept = hosts.map(({ name, port }) => [name, { port, token: endpoints.hosts[name]?.token ?? '' }] as const);
  const now: Endpoints = { ...endpoints, controlPort, hosts: Object.fromEntries(kept) };
  replaceFile(files.endpoints, JSON.stringify(now));
}

const describe = (
  directory: string,
  files: StateFiles,
  { pool: { xapi } }: PoolState,
  hosts: SimulatedHost[],
): SimulatedPool => ({
  directory,
  pool: { uuid: xapi.pool.uuid, name: xapi.pool.nameLabel },
  coordinatorAddress: hosts.find(({ uuid }) => uuid === xapi.pool.master)?.address ?? '',
  sshConfigFile: files.sshConfig,
  identityFile: files.identity,
  knownHostsFile: files.knownHosts,
  hosts,
});

function featuresOf(pool: StandinPool, name: string): Record<string, readonly string[]> {
  const uuid = pool.xapi.hosts.find(({ nameLabel }) => nameLabel === name)?.uuid ?? '';
  const devices = Object.entries(pool.devices[uuid] ?? {});
  return Object.fromEntries(devices.map(([device, state]) => [device, featureLines(state)]));
}

function count({ calls, xeWrites }: Standin, servers: ReadonlyMap<string, HostServer>): SimulatorCounters {
  const hosts = [...servers].map(([name, { connections, executions }]) => [name, { connections, executions }] as const);
  return {
    connections: hosts.reduce((sum, [, host]) => sum + host.connections, 0),
    executions: hosts.reduce((sum, [, host]) => sum + host.executions, 0),
    hosts: Object.fromEntries(hosts),
    calls: { ...calls },
    xeWrites: { ...xeWrites },
  };
}
