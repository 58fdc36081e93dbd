import { spawn } from 'node:child_process';
import { Duplex } from 'node:stream';

/** Where a ProxyCommand shall lead. */
export interface ProxyDestination {
  readonly hostName: string;
  readonly port: number;
  readonly user: string;
  /** The address as the user knows it. */
  readonly shown: string;
}

/**
 * Starts a ProxyCommand as OpenSSH does, by the user's shell, and hands out its standard input and output as one stream;
 * the command ends with the stream. What it complains of goes to standard error. An error of the start is the stream's.
 */
export function runProxyCommand(command: string, destination: ProxyDestination): Duplex {
  const child = spawn(process.env.SHELL ?? '/bin/sh', ['-c', `exec ${expandTokens(command, destination)}`], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const stream = Duplex.from({ writable: child.stdin, readable: child.stdout });
  child.once('error', (error) => stream.destroy(error));
  stream.once('close', () => child.kill());
  return stream;
}

/** The tokens that ssh_config(5) allows in a ProxyCommand. */
function expandTokens(command: string, { hostName, port, user, shown }: ProxyDestination): string {
  const values: Readonly<Record<string, string>> = { '%': '%', h: hostName, n: shown, p: String(port), r: user };
  return command.replaceAll(/%([%hnpr])/g, (_, token: string) => values[token] ?? '');
}
