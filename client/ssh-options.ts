import { Option, type Command } from 'commander';
import { fingerprintExpected, isFingerprint } from '../config/fingerprint';
import type { PoolConfig } from '../config/pool-config';
import { OffloadError } from '../domain/errors';
import { port, wholeNumber } from './options';

/** How to reach the hosts of a pool given by address; kept with the pool. */
export interface SshOptions {
  readonly identity?: string[];
  readonly knownHosts?: string[];
  readonly sshConfig?: string;
  readonly port?: number;
  readonly jump?: string;
  readonly acceptNew?: boolean;
  readonly fingerprint?: string[];
}

/** Where a worker in this process gets secrets from; kept nowhere. */
export interface SecretOptions {
  readonly askPassword?: true;
  readonly passwordFd?: number;
  readonly passphraseFd?: number;
}

const group =
  (heading: string) =>
  (flags: string, description: string): Option =>
    new Option(flags, description).helpGroup(heading);

const sshOption = group('SSH, with root@host:');

export const withSshOptions = (command: Command): Command =>
  withSecretOptions(
    command
      .addOption(sshOption('--identity <file>', 'private key (may be repeated)').argParser(append))
      .addOption(sshOption('--known-hosts <file>', 'known_hosts file (may be repeated)').argParser(append))
      .addOption(sshOption('--accept-new', 'add unknown host keys to known_hosts; a changed one is refused'))
      .addOption(sshOption('--no-accept-new', 'refuse them again'))
      .addOption(sshOption('--fingerprint <SHA256:…>', 'trust this host key (may be repeated)').argParser(appendPrint))
      .addOption(sshOption('--ssh-config <file>', 'OpenSSH configuration instead of ~/.ssh/config'))
      .addOption(sshOption('--port <n>', 'SSH port').argParser(port))
      .addOption(sshOption('--jump <host>', 'jump host, [user@]host[:port]; several with commas')),
  );

const secretOption = group('SSH login:');
const descriptor = wholeNumber(0, 65_535);

export const withSecretOptions = (command: Command): Command =>
  command
    .addOption(secretOption('--ask-password', 'ask for the password of the hosts').conflicts('passwordFd'))
    .addOption(secretOption('--password-fd <n>', 'read it from this file descriptor').argParser(descriptor))
    .addOption(
      secretOption('--passphrase-fd <n>', 'read the passphrase of locked keys from this one').argParser(descriptor),
    );

/** Flags that say how to reach hosts, as settings; null when none was given. */
export function sshSettings(options: SshOptions): PoolConfig['ssh'] | null {
  const { identity, knownHosts, sshConfig, port: sshPort, jump, acceptNew, fingerprint } = options;
  const settings: PoolConfig['ssh'] = {
    ...(identity && { identity }),
    ...(knownHosts && { knownHosts }),
    ...(sshConfig !== undefined && { sshConfig }),
    ...(sshPort !== undefined && { port: sshPort }),
    ...(jump !== undefined && { jump }),
    ...(acceptNew !== undefined && { hostKeys: acceptNew ? 'accept-new' : 'strict' }),
    ...(fingerprint && { fingerprints: fingerprint }),
  };
  return Object.keys(settings).length === 0 ? null : settings;
}

export const asksForSecrets = ({ askPassword, passwordFd, passphraseFd }: SecretOptions): boolean =>
  askPassword !== undefined || passwordFd !== undefined || passphraseFd !== undefined;

const append = (value: string, earlier: string[] | undefined): string[] => [...(earlier ?? []), value];

function appendPrint(text: string, earlier: string[] | undefined): string[] {
  if (isFingerprint(text)) return append(text, earlier);
  throw new OffloadError({ type: 'WrongUsage', message: `${text}: ${fingerprintExpected}` });
}
