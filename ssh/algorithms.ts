import type { Algorithms, CipherAlgorithm, KexAlgorithm, MacAlgorithm, ServerHostKeyAlgorithm } from 'ssh2';
import { OffloadError } from '../domain/errors';
import { matchesGlob } from './glob';
import type { OpensshOptions } from './openssh-config';

/** What of one kind ssh2 offers by itself, and what it can do besides, where somebody asks for it. */
interface Supported<Name> {
  readonly usual: readonly Name[];
  readonly onRequest: readonly Name[];
}

const kex: Supported<KexAlgorithm> = {
  usual: [
    'curve25519-sha256@libssh.org',
    'curve25519-sha256',
    'ecdh-sha2-nistp256',
    'ecdh-sha2-nistp384',
    'ecdh-sha2-nistp521',
    'diffie-hellman-group-exchange-sha256',
    'diffie-hellman-group14-sha256',
    'diffie-hellman-group15-sha512',
    'diffie-hellman-group16-sha512',
    'diffie-hellman-group17-sha512',
    'diffie-hellman-group18-sha512',
  ],
  onRequest: ['diffie-hellman-group-exchange-sha1', 'diffie-hellman-group14-sha1', 'diffie-hellman-group1-sha1'],
};

const hostKeys: Supported<ServerHostKeyAlgorithm> = {
  usual: [
    'ssh-ed25519',
    'ecdsa-sha2-nistp256',
    'ecdsa-sha2-nistp384',
    'ecdsa-sha2-nistp521',
    'rsa-sha2-512',
    'rsa-sha2-256',
    'ssh-rsa',
  ],
  onRequest: ['ssh-dss'],
};

const ciphers: Supported<CipherAlgorithm> = {
  usual: [
    'aes128-gcm@openssh.com',
    'aes256-gcm@openssh.com',
    'aes128-ctr',
    'aes192-ctr',
    'aes256-ctr',
    'chacha20-poly1305@openssh.com',
  ],
  onRequest: ['aes256-cbc', 'aes192-cbc', 'aes128-cbc', '3des-cbc'],
};

const macs: Supported<MacAlgorithm> = {
  usual: [
    'hmac-sha2-256-etm@openssh.com',
    'hmac-sha2-512-etm@openssh.com',
    'hmac-sha1-etm@openssh.com',
    'hmac-sha2-256',
    'hmac-sha2-512',
    'hmac-sha1',
  ],
  onRequest: ['hmac-md5', 'hmac-sha1-96', 'hmac-md5-96'],
};

/**
 * What to offer a host: what the OpenSSH configuration says, as far as ssh2 can do it; a kind it says nothing of is left
 * to ssh2. Throws NoCommonAlgorithm where nothing of a kind is left.
 */
export function configuredAlgorithms(options: OpensshOptions, host: string): Algorithms {
  const offered = <Name extends string>(option: string, supported: Supported<Name>): Name[] | null => {
    const value = options.get(option.toLowerCase())?.[0];
    if (value === undefined) return null;
    const names = chosen(value, supported);
    if (names.length > 0) return names;
    throw new OffloadError({ type: 'NoCommonAlgorithm', message: `${option} ${value} leaves nothing to offer`, host });
  };
  return given({
    kex: offered('KexAlgorithms', kex),
    cipher: offered('Ciphers', ciphers),
    hmac: offered('MACs', macs),
    serverHostKey: offered('HostKeyAlgorithms', hostKeys),
  });
}

/**
 * The same, with host keys of the known types only: a host that has several would show another one, and look changed.
 * Null where those and the configured ones exclude each other.
 */
export function forKnownTypes(algorithms: Algorithms, known: readonly string[] | undefined): Algorithms | null {
  if (known === undefined) return algorithms;
  const { serverHostKey } = algorithms;
  const offered = Array.isArray(serverHostKey) ? serverHostKey : [...hostKeys.usual, ...hostKeys.onRequest];
  const left = offered.filter((algorithm) => known.includes(algorithm));
  return left.length === 0 ? null : { ...algorithms, serverHostKey: left };
}

/** Reads a list of ssh_config: exact, or with + - ^ in front a change of the usual one. `ssh -G` prints exact ones only. */
function chosen<Name extends string>(value: string, { usual, onRequest }: Supported<Name>): Name[] {
  const sign = /^[+^-]/.exec(value)?.[0] ?? '';
  const patterns = value.slice(sign.length).split(',');
  const all = [...usual, ...onRequest];
  const named = patterns.flatMap((pattern) => all.filter((name) => matchesGlob(pattern, name)));
  switch (sign) {
    case '+':
      return [...new Set([...usual, ...named])];
    case '^':
      return [...new Set([...named, ...usual])];
    case '-':
      return usual.filter((name) => !named.includes(name));
    default:
      return [...new Set(named)];
  }
}

const given = ({
  kex,
  cipher,
  hmac,
  serverHostKey,
}: {
  readonly kex: KexAlgorithm[] | null;
  readonly cipher: CipherAlgorithm[] | null;
  readonly hmac: MacAlgorithm[] | null;
  readonly serverHostKey: ServerHostKeyAlgorithm[] | null;
}): Algorithms => ({
  ...(kex === null ? {} : { kex }),
  ...(cipher === null ? {} : { cipher }),
  ...(hmac === null ? {} : { hmac }),
  ...(serverHostKey === null ? {} : { serverHostKey }),
});
