import { execFileSync, spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { userInfo } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { isExecutable } from '../../lab/standin/host/is-executable';

export interface SshdPlan {
  /** Where its keys and configuration go. */
  readonly directory: string;
  /** The names ssh_config knows it by; `sshd` when left out. */
  readonly names?: readonly string[];
  /** The whole environment of its sessions, so that nothing of this machine's gets in; left out: sshd's own. */
  readonly environment?: Readonly<Record<string, string>>;
  /** More lines for its sshd_config; they win. */
  readonly settings?: readonly string[];
  /** `127.0.0.1` when left out. */
  readonly listenAddress?: string;
  /** `ed25519` when left out. */
  readonly hostKeyType?: KeyType;
}

export type KeyType = 'ed25519' | 'rsa';

/** A real OpenSSH server on loopback. */
export interface Sshd {
  readonly port: number;
  readonly user: string;
  /** The home folder of its sessions: no shell profile of this machine is read. */
  readonly home: string;
  /** The key that may log in. */
  readonly identityFile: string;
  readonly knownHostsFile: string;
  readonly sshConfigFile: string;
  /** `ssh-ed25519 AAAA…` */
  readonly hostKeyPublic: string;
  /** What it logged so far. */
  log(): string;
  /** Its open connections answer nothing any more. */
  freezeConnections(): void;
  /** Ends its open connections at once, as a crash does; it goes on listening. */
  cutConnections(): void;
  stop(): Promise<void>;
}

/** sshd insists on being called by its absolute path; null where there is none. */
export const sshdProgram: string | null =
  ['/usr/sbin/sshd', '/usr/bin/sshd', '/usr/local/sbin/sshd'].find(isExecutable) ?? null;

export async function startSshd(plan: SshdPlan): Promise<Sshd> {
  const { directory, names = ['sshd'], environment, listenAddress = '127.0.0.1' } = plan;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const at = (name: string): string => path.join(directory, name);
  const hostKeyPublic = makeKey(at('host-key'), '', plan.hostKeyType);
  writeFileSync(at('authorized-keys'), `${makeKey(at('identity'))}\n`);
  const port = await freePort(listenAddress);
  if (environment !== undefined) writeSession(at('session'), environment);
  writeFileSync(
    at('sshd-config'),
    `${(plan.settings ?? []).join('\n')}\n${serverConfig(at, `${bracketed(listenAddress)}:${String(port)}`, environment !== undefined)}`,
  );
  const server = await listening(at('sshd-config'));
  const user = userInfo().username;
  const knownAs = [...names, `[${listenAddress}]:${String(port)}`].join(',');
  writeFileSync(at('known-hosts'), `${knownAs} ${hostKeyPublic}\n`);
  writeFileSync(at('ssh-config'), clientConfig(at, names, listenAddress, port, user));
  return {
    port,
    user,
    home: directory,
    identityFile: at('identity'),
    knownHostsFile: at('known-hosts'),
    sshConfigFile: at('ssh-config'),
    hostKeyPublic,
    log: server.log,
    freezeConnections: () => {
      signalConnections(server.process.pid, 'SIGSTOP');
    },
    cutConnections: () => {
      signalConnections(server.process.pid, 'SIGKILL');
    },
    stop: async () => {
      signalConnections(server.process.pid, 'SIGKILL');
      if (server.process.exitCode !== null || server.process.signalCode !== null) return;
      const exited = once(server.process, 'exit');
      server.process.kill('SIGKILL');
      await exited;
    },
  };
}

const bracketed = (address: string): string => (address.includes(':') ? `[${address}]` : address);

const serverConfig = (at: (name: string) => string, listen: string, hasEnvironment: boolean): string => `
ListenAddress ${listen}
HostKey ${at('host-key')}
AuthorizedKeysFile ${at('authorized-keys')}
AuthenticationMethods publickey
PermitRootLogin yes
StrictModes no
UsePAM no
PidFile none
LogLevel VERBOSE
MaxStartups 100
SetEnv HOME=${at('')}
${hasEnvironment ? `ForceCommand ${at('session')}` : ''}
`;

/** An ssh_config by which the server is reached under its names, and nobody's own settings matter. */
const clientConfig = (
  at: (name: string) => string,
  names: readonly string[],
  address: string,
  port: number,
  user: string,
): string => `
Host ${names.join(' ')}
  HostName ${address}
  Port ${String(port)}
  User ${user}
  HostKeyAlias ${names[0] ?? ''}
  IdentityFile ${at('identity')}
  IdentitiesOnly yes
  IdentityAgent none
  UserKnownHostsFile ${at('known-hosts')}
  GlobalKnownHostsFile none
  StrictHostKeyChecking yes
  LogLevel ERROR
`;

/** The command of every session: runs what the client asked for in that environment, and no other. */
function writeSession(file: string, environment: Readonly<Record<string, string>>): void {
  const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
  const assignments = Object.entries(environment).map(([name, value]) => quoted(`${name}=${value}`));
  const command = ['exec', 'env', '-i', ...assignments, '/bin/sh', '-c', '"$SSH_ORIGINAL_COMMAND"'].join(' ');
  writeFileSync(file, `#!/bin/sh\n${command}\n`);
  chmodSync(file, 0o755);
}

/** Makes a key; the public half, without its comment. */
export function makeKey(file: string, passphrase = '', type: KeyType = 'ed25519'): string {
  execFileSync('ssh-keygen', ['-q', '-t', type, '-N', passphrase, '-C', '', '-f', file]);
  return readFileSync(`${file}.pub`, 'utf8').trim();
}

/** sshd cannot choose a port by itself. */
export async function freePort(address = '127.0.0.1'): Promise<number> {
  const listener = net.createServer().listen(0, address);
  await once(listener, 'listening');
  const bound = listener.address();
  listener.close();
  await once(listener, 'close');
  if (bound === null || typeof bound === 'string') throw new Error('no port is free');
  return bound.port;
}

interface ListeningSshd {
  readonly process: ChildProcessByStdio<null, null, Readable>;
  readonly log: () => string;
}

async function listening(configFile: string): Promise<ListeningSshd> {
  if (sshdProgram === null) throw new Error('sshd is not installed');
  if (userInfo().uid === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  const process = spawn(sshdProgram, ['-D', '-e', '-f', configFile], { stdio: ['ignore', 'ignore', 'pipe'] });
  const lines: string[] = [];
  await new Promise<void>((resolve, reject) => {
    createInterface(process.stderr).on('line', (line) => {
      lines.push(line);
      if (line.startsWith('Server listening')) resolve();
    });
    process.once('exit', () => {
      reject(new Error(`sshd did not start: ${lines.join('; ')}`));
    });
  });
  return { process, log: () => lines.join('\n') };
}

function signalConnections(pid: number | undefined, name: 'SIGKILL' | 'SIGSTOP'): void {
  for (const connection of connectionsOf(pid)) signal(connection, name);
}

/** The processes that serve connections; not what those run for clients. */
function connectionsOf(pid: number | undefined): number[] {
  if (pid === undefined) return [];
  const children = readProcessFile(pid, `task/${String(pid)}/children`)
    .split(' ')
    .filter(Boolean)
    .map(Number);
  const serving = children.filter((child) => readProcessFile(child, 'comm').startsWith('sshd'));
  return serving.flatMap((child) => [child, ...connectionsOf(child)]);
}

function readProcessFile(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${String(pid)}/${name}`, 'utf8');
  } catch {
    return '';
  }
}

function signal(pid: number, name: 'SIGKILL' | 'SIGSTOP'): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself.
  }
}
