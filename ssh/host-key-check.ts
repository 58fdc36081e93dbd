import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { OffloadError } from '../domain/errors';
import { isMissingFile } from '../domain/file-missing';
import { linesFor, parseKnownHosts, type KnownHost } from './known-hosts';
import type { HostKeyPolicy } from './target';

/** Whose word on a host's key counts. */
export interface HostKeyTrust {
  readonly policy: HostKeyPolicy;
  readonly knownHostsFiles: readonly string[];
  /** Whether names are added to known_hosts as hashes only. */
  readonly hashNames: boolean;
  /** Keys trusted without known_hosts, as `SHA256:…`. */
  readonly fingerprints: readonly string[];
}

/** The host whose key is checked. */
export interface KeyHolder {
  /** Name to look up in known_hosts. */
  readonly keyName: string;
  /** The address as the user knows it. */
  readonly shown: string;
}

/** The word on the key a host shows; `new` is one to add to known_hosts. */
export type HostKeyVerdict = 'trusted' | 'new' | OffloadError;

/** What is known of one host's keys. */
export interface HostKeyCheck {
  /** Algorithms to offer, so that the host shows a key of a type that is known; undefined when none is known. */
  readonly algorithms: readonly string[] | undefined;
  readonly judge: (key: Buffer) => HostKeyVerdict;
}

/** Reads the known_hosts files for one host. A file that is there and cannot be read refuses every key. */
export async function hostKeyCheck(trust: HostKeyTrust, holder: KeyHolder): Promise<HostKeyCheck> {
  const known = (await Promise.all(trust.knownHostsFiles.map((file) => readKnownHosts(file, holder.shown)))).flat();
  const lines = linesFor(known, holder.keyName);
  const types = [...new Set(lines.filter(isTrusted).map((line) => line.keyType))];
  return {
    algorithms: types.length === 0 ? undefined : types.flatMap(signatureAlgorithms),
    judge: (key) => judge(key, lines, trust, holder.shown),
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

/** A revoked key, or another one than known, is refused whatever the settings. */
function judge(key: Buffer, lines: readonly KnownHost[], trust: HostKeyTrust, host: string): HostKeyVerdict {
  const described = `${keyType(key)} key ${fingerprint(key)}`;
  if (lines.some((line) => line.marker === 'revoked' && line.key.equals(key))) {
    return new OffloadError({ type: 'HostKeyChanged', message: `shows a revoked ${described}`, host });
  }
  const known = lines.filter(isTrusted);
  if (known.some((line) => line.key.equals(key))) return 'trusted';
  if (known.length > 0) {
    const message = `shows another host key than known: ${described}`;
    return new OffloadError({ type: 'HostKeyChanged', message, host });
  }
  if (trust.fingerprints.includes(fingerprint(key))) return 'trusted';
  if (trust.policy === 'accept-new') return 'new';
  return new OffloadError({ type: 'HostKeyUnknown', message: `shows an unknown ${described}`, host });
}

const isTrusted = (line: KnownHost): boolean => line.marker === 'none';

/** An RSA key signs with SHA-2 where the server can, with SHA-1 on the oldest ones. */
const signatureAlgorithms = (type: string): readonly string[] =>
  type === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'] : [type];

const fingerprint = (key: Buffer): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;

/** The first length-prefixed string of a key in wire format. */
export const keyType = (key: Buffer): string => key.subarray(4, 4 + key.readUInt32BE(0)).toString('ascii');
