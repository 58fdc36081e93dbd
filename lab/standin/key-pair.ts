import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { utils, type ParsedKey } from 'ssh2';

export interface KeyPair {
  /** OpenSSH private key. */
  readonly private: string;
  /** `ssh-ed25519 AAAA…` */
  readonly public: string;
}

/** ssh2 makes one pair in 256 that nobody can read, itself included (mscdex/ssh2 #1390): those are thrown away. */
export function makeKeyPair(): KeyPair {
  for (;;) {
    const pair = utils.generateKeyPairSync('ed25519');
    const isReadable = [pair.public, pair.private].every((text) => !(utils.parseKey(text) instanceof Error));
    if (isReadable) return { private: pair.private, public: pair.public };
  }
}

/** The key pair kept in `file` and `file.pub`, made at the first call. */
export function keptKeyPair(file: string): KeyPair {
  if (!existsSync(file)) {
    const made = makeKeyPair();
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(`${file}.pub`, `${made.public}\n`);
    writeFileSync(file, made.private, { mode: 0o600 });
  }
  return { private: readFileSync(file, 'utf8'), public: readFileSync(`${file}.pub`, 'utf8').trim() };
}

export function parsePublicKey(text: string): ParsedKey {
  const key = utils.parseKey(text);
  if (key instanceof Error) throw key;
  return key;
}
