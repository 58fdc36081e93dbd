import { chmodSync, copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ActivityDependencies } from '../../activities/shared/dependencies';
import { plainPool } from '../../config/pool-config';
import { isExecutable } from '../../lab/standin/host/is-executable';
import { findNamedTools, linkNamedTools } from '../../lab/standin/host/named-tools';
import { runShell } from './run-shell';

/**
 * Programs that are a whole PATH for the scripts of hosts: tcpdump that reads captures, ethtool that knows nothing, and a
 * sleep that is over at once, since there is nothing to wait for.
 */
export function makeHostPrograms(folder: string): string {
  const tools = path.join(folder, 'tools');
  const bin = path.join(folder, 'bin');
  linkNamedTools(tools, findNamedTools(process.env.PATH ?? ''));
  mkdirSync(bin);
  copyFileSync(path.join(__dirname, 'tcpdump.sh'), path.join(bin, 'tcpdump'));
  writeFileSync(path.join(bin, 'ethtool'), '#!/bin/sh\nexit 94\n');
  writeFileSync(path.join(bin, 'sleep'), '#!/bin/sh\nexit 0\n');
  for (const name of ['tcpdump', 'ethtool', 'sleep']) chmodSync(path.join(bin, name), 0o755);
  symlinkSync(findTcpdump(), path.join(bin, 'tcpdump.real'));
  return [bin, tools].join(path.delimiter);
}

function findTcpdump(): string {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/sbin'];
  const found = folders.map((folder) => path.join(folder, 'tcpdump')).find(isExecutable);
  if (found === undefined) throw new Error('tcpdump is not installed');
  return found;
}

/** What an activity needs to run its script on this machine, for a host whose files are below `root`. */
export function onThisMachine(root: string, programs: string): ActivityDependencies {
  const unused = (): Promise<never> => Promise.reject(new Error('not asked for'));
  return {
    runScript: (_target, { script, args = [], input = '' }) =>
      runShell({
        words: ['-c', script.text, script.name, ...args],
        env: { PATH: programs, XEN_OFFLOAD_ROOT: root },
        input,
      }),
    pool: () => Promise.resolve(plainPool('evidence', [])),
    readHostRun: unused,
    readPoolRun: unused,
    readPlan: unused,
    readLastAudit: unused,
  };
}
