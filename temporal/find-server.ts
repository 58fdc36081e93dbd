import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { identify } from './process-identity';
import { portsOf, type ServerProcess } from './server-process';

/**
 * The live server that keeps its state in a database file, found among all processes: for when its record is missing
 * because the client was killed in between, or the file was lost. Two servers on one database would spoil it.
 */
export function findServer(database: string): ServerProcess | null {
  for (const [pid, commandLine] of commandLines()) {
    const ports = portsOf(commandLine, database);
    const identity = ports === null ? null : identify(pid);
    if (ports !== null && identity !== null) return { ...identity, ...ports };
  }
  return null;
}

const commandLines = (): readonly (readonly [pid: number, commandLine: string])[] =>
  process.platform === 'linux' ? fromProc() : fromPs();

/** Slim containers have no ps. */
const fromProc = (): readonly (readonly [number, string])[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => [Number(pid), commandLineOf(pid)] as const);

function commandLineOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

const fromPs = (): readonly (readonly [number, string])[] =>
  execFileSync('ps', ['-axww', '-o', 'pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => [Number.parseInt(line, 10), line] as const);
