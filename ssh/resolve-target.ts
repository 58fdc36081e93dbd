import { homedir } from 'node:os';
import path from 'node:path';
import { parseAddress } from './address';
import { knownHostName } from './known-hosts';
import { opensshOptions } from './openssh-config';
import type { SshSettings, SshTarget } from './target';

/** Everything needed to dial a host. */
export interface ResolvedTarget {
  /** The address as the user knows it. */
  readonly shown: string;
  readonly hostName: string;
  readonly port: number;
  readonly user: string;
  /** Name to look up in known_hosts; an alias stands there without a port. */
  readonly keyName: string;
  readonly knownHostsFiles: readonly string[];
  readonly identities: readonly Identity[];
  /** Socket of the SSH agent; null for none. */
  readonly agent: string | null;
  /** Jump hosts, first hop first. */
  readonly jumps: readonly ResolvedTarget[];
}

export interface Identity {
  readonly file: string;
  /** Named by a person, so that a missing file is an error; OpenSSH's defaults need not exist. */
  readonly isNamed: boolean;
}

/** Where and as whom to connect: settings win over the OpenSSH configuration, which wins over our defaults (root, 22). */
export async function resolveTarget({ address, settings }: SshTarget): Promise<ResolvedTarget> {
  const { user, host, port } = parseAddress(address);
  const options = await opensshOptions(host, settings.sshConfig);
  const first = (name: string): string | undefined => options.get(name)?.[0];
  const hostName = first('hostname') ?? host;
  const dialledPort = port ?? settings.port ?? Number(first('port') ?? 22);
  const named = settings.identity ?? [];
  const configured = named.length > 0 ? [] : (options.get('identityfile') ?? []);
  return {
    shown: address,
    hostName,
    port: dialledPort,
    user: user ?? settings.user ?? first('user') ?? 'root',
    keyName: first('hostkeyalias') ?? knownHostName(hostName, dialledPort),
    knownHostsFiles: settings.knownHosts?.map(expandHome) ?? knownHostsFiles(options),
    identities: [
      ...named.map((file) => ({ file: expandHome(file), isNamed: true })),
      ...configured.map((file) => ({ file: expandHome(file), isNamed: false })),
    ],
    agent: agentSocket(first('identityagent'), first('identitiesonly') === 'yes'),
    jumps: await Promise.all(jumpHosts(settings.jump ?? first('proxyjump')).map((jump) => resolveJump(jump, settings))),
  };
}

/** A jump host has its own user, port and key, as with `ssh -J`; what it would jump through itself is left out. */
const resolveJump = (address: string, { sshConfig, knownHosts }: SshSettings): Promise<ResolvedTarget> =>
  resolveTarget({ address, settings: { sshConfig, knownHosts, jump: 'none' } });

/** `ssh -G` prints several files on one line and no quotes, so that a blank alone does not part them. */
const startOfNextFile = /\s+(?=[~/])/;

function knownHostsFiles(options: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const configured = ['userknownhostsfile', 'globalknownhostsfile'].flatMap((name) => options.get(name) ?? []);
  const files = configured.length > 0 ? configured : ['~/.ssh/known_hosts /etc/ssh/ssh_known_hosts'];
  return files
    .flatMap((value) => value.split(startOfNextFile))
    .filter((file) => file !== 'none')
    .map(expandHome);
}

function agentSocket(configured: string | undefined, identitiesOnly: boolean): string | null {
  if (configured === 'none' || identitiesOnly) return null;
  const socket = configured === undefined || configured === 'SSH_AUTH_SOCK' ? process.env.SSH_AUTH_SOCK : configured;
  return socket === undefined || socket === '' ? null : expandHome(socket);
}

const jumpHosts = (value: string | undefined): readonly string[] =>
  value === undefined || value === 'none' ? [] : value.split(',').map((hop) => hop.replace(/^ssh:\/\//, ''));

const expandHome = (file: string): string => (file.startsWith('~/') ? path.join(homedir(), file.slice(2)) : file);
