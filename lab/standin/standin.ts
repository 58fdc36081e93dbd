import path from 'node:path';
import { fail, type Answer } from './answer';
import { callLine, type Call } from './control/call-frame';
import { controlServer, type Answerer } from './control/control-server';
import { listenOnLoopback } from './control/listen-on-loopback';
import { ethtool } from './ethtool/ethtool';
import type { ArmedFaults } from './faults/armed-faults';
import { writeCallScript } from './host/call-script';
import { hostEnvironment } from './host/host-environment';
import { makeHostFolder, setInstalled, type HostFolder, type StandinProgram } from './host/host-folder';
import { findNamedTools, linkNamedTools } from './host/named-tools';
import type { StandinPool } from './pool/standin-pool';
import type { HostRecord } from './pool/xapi-database';
import { tcpdump } from './tcpdump/tcpdump';
import { viewDatabase } from './xe/xapi-view';
import { xe } from './xe/xe';

export interface StandinPlan {
  /** Where the hosts' folders are. */
  readonly directory: string;
  /** Changed in place by what the hosts' programs do. */
  readonly pool: StandinPool;
  readonly faults: ArmedFaults;
  /** The secret of each host, by host uuid; whoever knows it speaks as that host. */
  readonly tokens: ReadonlyMap<string, string>;
  /** 0 for any. */
  readonly controlPort: number;
  /** Where the named real tools are looked for, as in PATH. */
  readonly searchPath: string;
  readonly onChange: () => void;
  /** Told of every stand-in call, once it is done. */
  readonly onCall?: ((host: HostRecord, call: Call) => void) | undefined;
  /** Answers calls that carry no host's token. */
  readonly onOther?: ((call: Call) => Answer) | undefined;
}

/** One host to run scripts on. */
export interface StandinHost extends HostFolder {
  readonly host: HostRecord;
  /** The whole environment its processes must have. */
  readonly environment: Readonly<Record<string, string>>;
  setInstalled(program: StandinProgram, installed: boolean): void;
}

export interface Standin {
  readonly controlPort: number;
  readonly hosts: readonly StandinHost[];
  /** Commands of xe that wrote, by object uuid. */
  readonly xeWrites: Readonly<Record<string, number>>;
  /** Stand-in calls, by program. */
  readonly calls: Readonly<Record<string, number>>;
  stop(): Promise<void>;
}

/** Starts the programs of a whole pool: makes every host's folders, and answers what their stand-ins ask. */
export async function startStandin(plan: StandinPlan): Promise<Standin> {
  const { pool, directory } = plan;
  if (directory.includes(path.delimiter)) {
    throw new Error(`a pool cannot be kept in ${directory}: a PATH would break at its "${path.delimiter}"`);
  }
  const named = findNamedTools(plan.searchPath);
  const tools = path.join(directory, 'tools');
  const call = path.join(directory, 'call.sh');
  linkNamedTools(tools, named);
  writeCallScript(call, named.get('bash') ?? '/bin/bash');
  const xeWrites: Record<string, number> = {};
  const calls: Record<string, number> = {};
  const control = controlServer(answerer(plan, xeWrites, calls));
  const controlPort = await listenOnLoopback(control.server, plan.controlPort);
  const hosts = pool.xapi.hosts.map((host): StandinHost => {
    const devices = pool.devices[host.uuid] ?? {};
    const folder = makeHostFolder({ folder: path.join(directory, host.nameLabel), host, devices, call, tools });
    return {
      ...folder,
      host,
      environment: hostEnvironment(folder, controlPort, plan.tokens.get(host.uuid) ?? ''),
      setInstalled: (program, installed) => {
        setInstalled(folder, program, call, installed);
      },
    };
  });
  return { controlPort, hosts, xeWrites, calls, stop: () => control.stop() };
}

function answerer(plan: StandinPlan, xeWrites: Record<string, number>, calls: Record<string, number>): Answerer {
  const { pool, faults, onChange } = plan;
  const hosts = new Map(pool.xapi.hosts.map((host) => [plan.tokens.get(host.uuid), host]));
  const view = viewDatabase(pool.xapi);
  const onWrite = (uuid: string): void => {
    xeWrites[uuid] = (xeWrites[uuid] ?? 0) + 1;
    onChange();
  };
  const run = (host: HostRecord, program: string, words: readonly string[]): Answer => {
    if (program === 'xe') return xe(words, { view, faults, onWrite });
    if (program === 'tcpdump') return tcpdump(words, { pool, host, faults });
    if (program !== 'ethtool') return fail(70, `no stand-in plays ${program}\n`);
    return ethtool(words, { host: host.nameLabel, devices: pool.devices[host.uuid] ?? {}, faults, onChange });
  };
  return async (call, isGone) => {
    const host = hosts.get(call.token);
    if (host === undefined) return plan.onOther?.(call) ?? fail(70, 'stand-in: unknown token\n');
    calls[call.program] = (calls[call.program] ?? 0) + 1;
    if (hangs(faults, host, call)) {
      await faults.untilCleared();
      if (isGone()) return fail(70, '');
    }
    const answer = run(host, call.program, call.words);
    plan.onCall?.(host, call);
    return answer;
  };
}

const hangs = (faults: ArmedFaults, host: HostRecord, call: Call): boolean =>
  faults.strikeHost(host.nameLabel, 'call-hangs', (fault) => new RegExp(fault.call).test(callLine(call))) !== null;
