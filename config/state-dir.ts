import { homedir } from 'node:os';
import path from 'node:path';

/** Where local mode keeps its server's state, logs, saved pools and simulated pools. */
export const stateDir = (): string =>
  path.join(process.env.XDG_STATE_HOME ?? path.join(homedir(), '.local/state'), 'xen-offload');
