import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { OffloadError } from '../domain/errors';
import { isMissingFile } from '../domain/file-missing';
import { linesFor, parseKnownHosts, type KnownHost } from './known-hosts';

/** What is known of one host's keys, and the word on the key it shows. */
export interface HostKeyCheck {
  /** Algorithms to offer, so that the host shows a key of a type that is known; undefined when none is known. */
  readonly algorithms: readonly string[] | undefined;
  /** Null for a key that is known; otherwise why it is refused. */
  readonly refusal: (key: Buffer) => OffloadError | null;
}

/** Reads the known_hosts files for one host. A file that is there and cannot be read refuses every key. */
export async function hostKeyCheck(files: readonly string[], name: string, shown: string): Promise<HostKeyCheck> {
  const known = (await Promise.all(files.map((file) => readKnownHosts(file, shown)))).flat();
  const lines = linesFor(known, name);
  const trusted = lines.filter((line) => line.marker === 'none');
  const types = [...new Set(trusted.map((line) => line.keyType))];
  return {
    algorithms: types.length === 0 ? undefined : types.flatMap(signatureAlgorithms),
    refusal: (key) => refuse(key, lines, trusted, shown),
  };
}

async function readKnownHosts(file: string, host: string): Promise<readonly KnownHost[]> {
  try {
    return parseKnownHosts(await readFile(file, 'utf8'));
  } catch (error) {
    if (isMissingFile(error)) return [];
    throw new OffloadError(
      { type: 'KnownHostsUnreadable', message: `${file} cannot be read, so no host key can be checked`, host },
      { cause: error },
    );
  }
}

function refuse(
  key: Buffer,
  lines: readonly KnownHost[],
  trusted: readonly KnownHost[],
  host: string,
): OffloadError | null {
  const described = `${keyType(key)} key ${fingerprint(key)}`;
  if (lines.some((line) => line.marker === 'revoked' && line.key.equals(key))) {
    return new OffloadError({ type: 'HostKeyChanged', message: `shows a revoked ${described}`, host });
  }
  if (trusted.some((line) => line.key.equals(key))) return null;
  return trusted.length > 0
    ? new OffloadError({ type: 'HostKeyChanged', message: `shows another host key than known: ${described}`, host })
    : new OffloadError({ type: 'HostKeyUnknown', message: `shows an unknown ${described}`, host });
}

/** An RSA key signs with SHA-2 where the server can, with SHA-1 on the oldest ones. */
const signatureAlgorithms = (type: string): readonly string[] =>
  type === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'] : [type];

const fingerprint = (key: Buffer): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;

/** The first length-prefixed string of a key in wire format. */
const keyType = (key: Buffer): string => key.subarray(4, 4 + key.readUInt32BE(0)).toString('ascii');
