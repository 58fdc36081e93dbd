import { homedir } from 'node:os';
import path from 'node:path';

/**
 * Where local mode keeps its server's state, logs, saved pools and simulated pools. As the XDG specification says, a
 * name that is empty or relative counts as none.
 */
export function stateDir(): string {
  const { XDG_STATE_HOME: named = '' } = process.env;
  return path.join(path.isAbsolute(named) ? named : path.join(homedir(), '.local/state'), 'xen-offload');
}
