import { homedir } from 'node:os';
import path from 'node:path';
import type { Policy } from '../domain/policy';
import type { Selector, SelectorKind } from '../domain/selection';
import type { WaveSettings } from '../domain/waves';
import type { PoolConfig } from './pool-config';
import type { PoolEntry } from './schema';

/** A checked entry of the file as the rest of the program knows it; paths are relative to the file's folder. */
export const poolFromEntry = (name: string, entry: PoolEntry, folder: string): PoolConfig => ({
  name,
  hosts: entry.hosts,
  ssh: {
    ...entry.ssh,
    identity: files(entry.ssh?.identity, folder),
    knownHosts: files(entry.ssh?.knownHosts, folder),
    sshConfig: files(entry.ssh?.sshConfig, folder)?.[0],
  },
  policy: policyOf(entry.policy),
  only: selectors(entry.only),
  exclude: selectors(entry.exclude),
  waves: wavesOf(entry.waves),
});

function policyOf(policy: PoolEntry['policy']): Policy | null {
  if (policy === undefined) return null;
  if (typeof policy === 'string') return { kind: policy };
  return { kind: 'custom', pif: defined(policy.pif ?? {}), vif: defined(policy.vif ?? {}) };
}

const kinds: readonly (readonly ['hosts' | 'nics' | 'vms' | 'networks', SelectorKind])[] = [
  ['hosts', 'host'],
  ['nics', 'nic'],
  ['vms', 'vm'],
  ['networks', 'network'],
];

const selectors = (selection: PoolEntry['only']): readonly Selector[] =>
  kinds.flatMap(([key, kind]) => (selection?.[key] ?? []).map((name) => ({ kind, name })));

const wavesOf = (waves: PoolEntry['waves']): Partial<WaveSettings> =>
  defined({
    canary: waves?.canary,
    size: waves?.size,
    soakSeconds: waves?.soak,
    maxFailures: waves?.maxFailures,
    onFailure: waves?.onFailure,
    keepUseless: waves?.keepUseless,
    confirmSeconds: waves?.confirm,
  });

/** The same without what is undefined. */
function defined<Value extends object>(values: Value): { [Key in keyof Value]?: Exclude<Value[Key], undefined> };
function defined(values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

const files = (value: string | string[] | undefined, folder: string): readonly string[] | undefined =>
  value === undefined ? undefined : [value].flat().map((file) => path.resolve(folder, expandHome(file)));

const expandHome = (file: string): string => (file.startsWith('~/') ? path.join(homedir(), file.slice(2)) : file);
