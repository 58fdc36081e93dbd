import { homedir } from 'node:os';
import path from 'node:path';
import type { Algorithms } from 'ssh2';
import { OffloadError } from '../domain/errors';
import { parseAddress } from './address';
import { configuredAlgorithms } from './algorithms';
import type { HostKeyTrust } from './host-key-check';
import { knownHostName } from './known-hosts';
import { opensshOptions, type OpensshOptions } from './openssh-config';
import type { HostKeyPolicy, SshSettings, SshTarget } from './target';

/** Everything needed to dial a host. */
export interface ResolvedTarget {
  /** The address as the user knows it. */
  readonly shown: string;
  readonly hostName: string;
  readonly port: number;
  readonly user: string;
  /** Name to look up in known_hosts; an alias stands there without a port. */
  readonly keyName: string;
  readonly trust: HostKeyTrust;
  readonly algorithms: Algorithms;
  readonly identities: readonly Identity[];
  /** The SSH agent; null for none. */
  readonly agent: Agent | null;
  /** Command whose standard input and output lead to the host; null for a plain connection. */
  readonly proxyCommand: string | null;
  /** Jump hosts, first hop first. */
  readonly jumps: readonly ResolvedTarget[];
}

export interface Identity {
  readonly file: string;
  /** A file of the settings has to exist; one of OpenSSH's defaults is nobody's wish. */
  readonly origin: 'settings' | 'sshConfig' | 'default';
}

interface Agent {
  readonly socket: string;
  /** Whether only the keys of the identities may be used. */
  readonly onlyIdentities: boolean;
}

/** Where and as whom to connect: settings win over the OpenSSH configuration, which wins over our defaults (root, 22). */
export const resolveTarget = (target: SshTarget): Promise<ResolvedTarget> => resolve(target, []);

async function resolve({ address, settings }: SshTarget, onTheWay: readonly string[]): Promise<ResolvedTarget> {
  const { user, host, port } = parseAddress(address);
  const options = await opensshOptions(host, settings.sshConfig);
  const first = (name: string): string | undefined => options.get(name)?.[0];
  const hostName = first('hostname') ?? host;
  const dialledPort = port ?? settings.port ?? Number(first('port') ?? 22);
  const jump = settings.jump ?? first('proxyjump');
  return {
    shown: address,
    hostName,
    port: dialledPort,
    user: user ?? settings.user ?? first('user') ?? 'root',
    keyName: first('hostkeyalias') ?? knownHostName(hostName, dialledPort),
    trust: {
      policy: settings.hostKeys ?? hostKeyPolicy(first('stricthostkeychecking')),
      knownHostsFiles: settings.knownHosts?.map(expandHome) ?? knownHostsFiles(options),
      hashNames: first('hashknownhosts') === 'yes',
      fingerprints: settings.fingerprints ?? [],
    },
    algorithms: configuredAlgorithms(options, address),
    identities: identitiesOf(settings, options),
    agent: agentOf(first('identityagent'), first('identitiesonly') === 'yes'),
    proxyCommand: jump === undefined ? proxyCommand(options, address) : null,
    jumps: jump === undefined ? [] : await jumpHosts(jump, settings, onTheWay),
  };
}

/**
 * Jump hosts have their own user, port and keys. As with `ssh -J`, the first of them is reached in its own way, which may
 * be through others again, and the others through the one before.
 */
async function jumpHosts(jump: string, settings: SshSettings, onTheWay: readonly string[]): Promise<ResolvedTarget[]> {
  if (jump === 'none') return [];
  const [address = '', ...others] = jump.split(',').map((hop) => hop.replace(/^ssh:\/\//, ''));
  const { host } = parseAddress(address);
  if (onTheWay.includes(host)) {
    throw new OffloadError({ type: 'BadConfig', message: `jump host ${address} is reached through itself` });
  }
  const { sshConfig, knownHosts, hostKeys, fingerprints } = settings;
  const shared = { sshConfig, knownHosts, hostKeys, fingerprints };
  const nearest = await resolve({ address, settings: shared }, [...onTheWay, host]);
  const further = others.map((other) => resolve({ address: other, settings: { ...shared, jump: 'none' } }, []));
  return [...nearest.jumps, { ...nearest, jumps: [] }, ...(await Promise.all(further))];
}

/** `no` and `off` accept any key, and a changed one at that: here they accept new ones only. `ssh -G` prints `false`. */
const hostKeyPolicy = (checking: string | undefined): HostKeyPolicy =>
  ['accept-new', 'no', 'off', 'false'].includes(checking ?? '') ? 'accept-new' : 'strict';

/** `ssh -G` prints several files on one line and no quotes, so that a blank alone does not part them. */
const startOfNextFile = /\s+(?=[~/])/;

function knownHostsFiles(options: OpensshOptions): readonly string[] {
  const users = options.get('userknownhostsfile') ?? ['~/.ssh/known_hosts ~/.ssh/known_hosts2'];
  const everybodys = options.get('globalknownhostsfile') ?? ['/etc/ssh/ssh_known_hosts /etc/ssh/ssh_known_hosts2'];
  return [...users, ...everybodys]
    .flatMap((value) => value.split(startOfNextFile))
    .filter((file) => file !== 'none')
    .map(expandHome);
}

/** The keys OpenSSH tries where none is configured, of the kinds ssh2 can read. */
const defaultIdentities = ['~/.ssh/id_rsa', '~/.ssh/id_ecdsa', '~/.ssh/id_ed25519'];

function identitiesOf({ identity = [] }: SshSettings, options: OpensshOptions): readonly Identity[] {
  const from = (files: readonly string[], origin: Identity['origin']): readonly Identity[] =>
    files.map((file) => ({ file: expandHome(file), origin }));
  if (identity.length > 0) return from(identity, 'settings');
  const configured = options.get('identityfile');
  return configured === undefined ? from(defaultIdentities, 'default') : from(configured, 'sshConfig');
}

function agentOf(configured: string | undefined, onlyIdentities: boolean): Agent | null {
  if (configured === 'none') return null;
  const socket = configured === undefined || configured === 'SSH_AUTH_SOCK' ? process.env.SSH_AUTH_SOCK : configured;
  return socket === undefined || socket === '' ? null : { socket: expandHome(socket), onlyIdentities };
}

function proxyCommand(options: OpensshOptions, host: string): string | null {
  const command = options.get('proxycommand')?.[0];
  if (command === undefined || command === 'none') return null;
  if (options.get('proxyusefdpass')?.[0] !== 'yes') return command;
  throw new OffloadError({
    type: 'BadConfig',
    message: 'ProxyUseFdpass of the OpenSSH configuration is not supported',
    host,
  });
}

const expandHome = (file: string): string => (file.startsWith('~/') ? path.join(homedir(), file.slice(2)) : file);
