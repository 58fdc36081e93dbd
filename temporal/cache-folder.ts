import { homedir } from 'node:os';
import path from 'node:path';

/** Where a program that was got once is kept, by its name and version; as the XDG specification says. */
export function cacheFolder(program: string): string {
  const { XDG_CACHE_HOME: named = '' } = process.env;
  const base = path.isAbsolute(named) ? named : path.join(homedir(), '.cache');
  return path.join(base, 'xen-offload', program);
}
