import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import { limits } from '../../domain/limits';
import { compiledFile } from '../compiled-file';
import { keptKeyPair } from '../standin/key-pair';
import { knownHostsText, sshConfigText } from '../standin/openssh-files';
import { makePool } from '../standin/pool/make-pool';
import type { StandinPool } from '../standin/pool/standin-pool';
import type { HostRecord } from '../standin/pool/xapi-database';
import { down } from './down';
import { writeHostTree } from './host-tree';
import { labFiles, type LabFiles } from './lab-files';
import { hostName, hostNamespace, managementAddress, sharedNamespace } from './names';
import {
  clientLines,
  guestLines,
  pairLines,
  routerFeatures,
  routerLines,
  switchFeatures,
  switchLines,
  type NetworkPlan,
} from './network';
import { findRunningLab, type LabHost, type RunningLab } from './running-lab';
import { runIp, runTool, setFeatures } from './run-tool';
import { whyNoLab } from './why-no-lab';
import { startXapi, xapiPort } from './xapi/start-xapi';

export interface LabPlan {
  readonly lab: string;
  readonly hosts: number;
  readonly vifsPerHost?: number | undefined;
  /** Numbers of the hosts that are as old as XenServer 6: tools, algorithms, and no `timeout`. */
  readonly old?: readonly number[] | undefined;
  /** Folder of an `ethtool` and a `tcpdump` for old hosts; wrappers around this machine's when left out. */
  readonly oldTools?: string | undefined;
}

/** Brings a lab up: hosts, network, xapi. What an earlier crash left of it is removed first. Throws Error. */
export async function up(plan: LabPlan): Promise<RunningLab> {
  const why = whyNoLab();
  if (why !== null) throw new Error(why);
  if (plan.hosts < 1 || plan.hosts > limits.poolHosts) {
    throw new Error(`a lab has 1 to ${String(limits.poolHosts)} hosts, not ${String(plan.hosts)}`);
  }
  if ((await findRunningLab(plan.lab)) !== null) throw new Error('the lab is up already: take it down first');
  await down(plan.lab);
  try {
    return await build(plan);
  } catch (error) {
    await down(plan.lab);
    throw error;
  }
}

async function build(plan: LabPlan): Promise<RunningLab> {
  const naming = { pool: 'lab pool', host: hostName, address: managementAddress };
  const pool = makePool({ hosts: plan.hosts, vifsPerHost: plan.vifsPerHost ?? 2, seed: plan.lab, naming });
  const tokens = new Map(pool.xapi.hosts.map(({ uuid }) => [uuid, randomUUID()]));
  const files = labFiles(plan.lab);
  writeFiles(plan, pool, tokens, files);
  await layNetwork(networkPlan(plan.lab, pool));
  const hosts = await Promise.all(pool.xapi.hosts.map((host, index) => startHost(plan, host, index + 1, files)));
  const lab = describe(plan.lab, files, pool, hosts);
  writeFileSync(files.lab, JSON.stringify(lab));
  await startXapi(files, { pool, tokens: Object.fromEntries(tokens) }, lab);
  return lab;
}

function writeFiles(plan: LabPlan, pool: StandinPool, tokens: ReadonlyMap<string, string>, files: LabFiles): void {
  mkdirSync(path.dirname(files.socket), { recursive: true, mode: 0o700 });
  const clientKeyPublic = keptKeyPair(files.identity).public;
  const publicKeys = new Map<string, string>();
  const address = managementAddress(1);
  pool.xapi.hosts.forEach((host, index) => {
    const at = files.host(host.nameLabel);
    const hostKey = keptKeyPair(path.join(at.folder, 'host-key'));
    publicKeys.set(host.nameLabel, hostKey.public);
    mkdirSync(at.varLib, { recursive: true });
    writeHostTree(at.tree, {
      host,
      hostKey: hostKey.private,
      clientKeyPublic,
      xapi: { address, port: xapiPort, token: tokens.get(host.uuid) ?? '' },
      isOld: plan.old?.includes(index + 1) === true,
    });
  });
  const hosts = pool.xapi.hosts.map((host) => ({
    name: host.nameLabel,
    address: host.address,
    hostName: host.address,
    port: 22,
  }));
  writeFileSync(files.knownHosts, knownHostsText(hosts, publicKeys));
  writeFileSync(files.sshConfig, sshConfigText(hosts, files));
  writeCommand(path.join(files.folder, 'bin', 'xen-offload'));
  writeFileSync(files.config, stringify({ pools: { lab: { hosts: [address], ssh: { sshConfig: files.sshConfig } } } }));
}

/** The command line under its own name, for a PATH. */
function writeCommand(file: string): void {
  mkdirSync(path.dirname(file));
  writeFileSync(file, `#!/bin/sh\nexec "${process.execPath}" "${compiledFile('client', 'main.js')}" "$@"\n`, {
    mode: 0o755,
  });
}

const networkPlan = (lab: string, { xapi, devices }: StandinPool): NetworkPlan => ({
  lab,
  hosts: xapi.hosts.map((host, index) => {
    const own = Object.entries(devices[host.uuid] ?? {});
    return {
      number: index + 1,
      macs: Object.fromEntries(own.filter(([, { driver }]) => driver !== 'vif').map(([nic, { mac }]) => [nic, mac])),
      vifs: own.filter(([, { driver }]) => driver === 'vif').map(([vif]) => vif),
    };
  }),
});

async function layNetwork(plan: NetworkPlan): Promise<void> {
  const shared = (name: Parameters<typeof sharedNamespace>[1]): string => sharedNamespace(plan.lab, name);
  await runIp(pairLines(plan));
  await Promise.all([
    runIp(routerLines(plan), shared('router')),
    runIp(switchLines(plan), shared('switch')).then(() => setFeatures(switchFeatures(plan), shared('switch'))),
    setFeatures(routerFeatures(plan), shared('router')),
    runIp(guestLines(plan), shared('guests')),
    runIp(clientLines, shared('client')),
    runTool('ip', ['netns', 'exec', shared('router'), 'tee', '/proc/sys/net/ipv4/ip_forward'], '1\n'),
  ]);
}

const startPatienceMs = 60_000;
const pollMs = 20;

/** Starts a host in namespaces of its own, and waits until its sshd listens. */
async function startHost(plan: LabPlan, host: HostRecord, number: number, files: LabFiles): Promise<LabHost> {
  const { folder, log } = files.host(host.nameLabel);
  const namespace = hostNamespace(plan.lab, number);
  const oldTools = plan.old?.includes(number) === true ? (plan.oldTools ?? path.join(__dirname, 'old-tools')) : '';
  const output = openSync(log, 'a');
  const child = spawn(
    'nsenter',
    [
      `--net=/run/netns/${namespace}`,
      ...['unshare', '--mount', '--uts', '--ipc', '--pid', '--fork', '--kill-child'],
      ...['sh', path.join(__dirname, 'host.sh'), folder, String(number), host.nameLabel, oldTools],
    ],
    { detached: true, stdio: ['ignore', output, output], env: { PATH: process.env.PATH } },
  );
  closeSync(output);
  child.unref();
  const deadline = Date.now() + startPatienceMs;
  while (!readFileSync(log, 'utf8').includes('Server listening')) {
    if (child.exitCode !== null || Date.now() > deadline) {
      throw new Error(`host ${host.nameLabel} did not start: ${readFileSync(log, 'utf8').trim().slice(-500)}`);
    }
    await sleep(pollMs);
  }
  if (child.pid === undefined) throw new Error('nsenter cannot be run');
  return { number, name: host.nameLabel, uuid: host.uuid, address: host.address, namespace, pid: child.pid };
}

const describe = (lab: string, files: LabFiles, { xapi }: StandinPool, hosts: LabHost[]): RunningLab => ({
  lab,
  folder: files.folder,
  pool: { uuid: xapi.pool.uuid, name: xapi.pool.nameLabel },
  coordinatorAddress: managementAddress(1),
  clientNamespace: sharedNamespace(lab, 'client'),
  sshConfigFile: files.sshConfig,
  configFile: files.config,
  hosts,
});
