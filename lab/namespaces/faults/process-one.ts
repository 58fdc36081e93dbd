import { readFileSync } from 'node:fs';
import type { LabHost } from '../running-lab';

/** The host's process 1, which is its sshd, as this machine numbers it. Throws Error when the host is down. */
export function processOne(host: LabHost): number {
  const [pid] = childrenOf(host.pid);
  if (pid === undefined) throw new Error(`host ${host.name} is down`);
  return pid;
}

/** The host's own `/`. */
export const rootOf = (host: LabHost): string => `/proc/${String(processOne(host))}/root`;

/** Ends the host's open connections at once; what runs there for clients goes on. */
export function cutConnections(host: LabHost): void {
  for (const pid of servingProcesses(processOne(host))) process.kill(pid, 'SIGKILL');
}

const servingProcesses = (pid: number): number[] =>
  childrenOf(pid)
    .filter((child) => readFileSync(`/proc/${String(child)}/comm`, 'utf8').startsWith('sshd'))
    .flatMap((child) => [child, ...servingProcesses(child)]);

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8')
    .split(' ')
    .filter(Boolean)
    .map(Number);
