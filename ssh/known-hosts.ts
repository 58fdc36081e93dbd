import { createHmac } from 'node:crypto';
import { matchesGlob } from './glob';

/** One usable line of a known_hosts file. */
export interface KnownHost {
  readonly marker: 'none' | 'revoked';
  /** Patterns, or one hashed name. */
  readonly names: string;
  readonly keyType: string;
  /** The key in SSH's wire format. */
  readonly key: Buffer;
}

/** Reads known_hosts. Comments and lines that are no key are passed over, as OpenSSH does; so are certificate authorities. */
export function parseKnownHosts(text: string): readonly KnownHost[] {
  return text.split('\n').flatMap((line) => {
    const words = line.trim().split(/\s+/);
    const marker = words[0]?.startsWith('@') === true ? words.shift() : undefined;
    const [names, keyType, base64] = words;
    if (names === undefined || keyType === undefined || base64 === undefined || names.startsWith('#')) return [];
    if (marker !== undefined && marker !== '@revoked') return [];
    return [{ marker: marker === undefined ? 'none' : 'revoked', names, keyType, key: Buffer.from(base64, 'base64') }];
  });
}

/** The name a host goes by in known_hosts: bare on port 22, `[host]:port` elsewhere. */
export const knownHostName = (host: string, port: number): string => (port === 22 ? host : `[${host}]:${String(port)}`);

/** The lines that speak of a host. */
export const linesFor = (known: readonly KnownHost[], name: string): readonly KnownHost[] =>
  known.filter((line) => matchesNames(line.names, name.toLowerCase()));

function matchesNames(names: string, name: string): boolean {
  if (names.startsWith('|')) return matchesHash(names, name);
  const patterns = names.toLowerCase().split(',');
  if (patterns.some((pattern) => pattern.startsWith('!') && matchesGlob(pattern.slice(1), name))) return false;
  return patterns.some((pattern) => !pattern.startsWith('!') && matchesGlob(pattern, name));
}

function matchesHash(hashed: string, name: string): boolean {
  const [, version, salt, hash] = hashed.split('|');
  if (version !== '1' || salt === undefined || hash === undefined) return false;
  return hashedName(name, Buffer.from(salt, 'base64')) === `|1|${salt}|${hash}`;
}

/** `|1|salt|hash`: HMAC-SHA1 of the name (facts/ssh-and-hosts.md §1). */
export const hashedName = (name: string, salt: Buffer): string =>
  `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`;
