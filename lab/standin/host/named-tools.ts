import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { isExecutable } from './is-executable';

/** The real programs that host-side scripts may use. Nothing here can change a network device. */
const needed = [
  ...[
    'sh',
    'bash',
    'awk',
    'basename',
    'cat',
    'chmod',
    'cp',
    'cut',
    'date',
    'df',
    'dirname',
    'env',
    'grep',
    'head',
    'id',
    'kill',
  ],
  ...['ls', 'mkdir', 'mktemp', 'mv', 'nohup', 'printf', 'readlink', 'rm', 'rmdir', 'sed', 'setsid', 'sleep', 'sort'],
  ...['tail', 'timeout', 'touch', 'tr', 'true', 'uname', 'wc'],
];

const optional = ['sync', 'diff', 'ps', 'stat', 'tee', 'uniq', 'false', 'test', '['];

/**
 * Where the named tools are on this machine: name to absolute path.
 * @param searchPath folders as in PATH
 * @throws Error that names the programs that are missing
 */
export function findNamedTools(searchPath: string): ReadonlyMap<string, string> {
  const folders = searchPath.split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  const found = new Map<string, string>();
  for (const name of [...needed, ...optional]) {
    const file = folders.map((folder) => path.join(folder, name)).find(isExecutable);
    if (file !== undefined) found.set(name, file);
  }
  const missing = needed.filter((name) => !found.has(name));
  if (missing.length > 0) throw new Error(`a simulated host needs ${missing.join(', ')}, which this machine lacks`);
  return found;
}

/** Makes a folder of the named tools and nothing else; a pool's hosts share it, since every file costs a start time. */
export function linkNamedTools(folder: string, tools: ReadonlyMap<string, string>): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, file] of tools) symlinkSync(file, path.join(folder, name));
}
