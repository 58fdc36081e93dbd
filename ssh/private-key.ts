import { readFile } from 'node:fs/promises';
import { utils, type ParsedKey } from 'ssh2';

/** What an identity file holds. */
export type IdentityFile =
  | { readonly kind: 'private'; readonly text: Buffer }
  /** With a passphrase; its public half where it can be found. */
  | { readonly kind: 'locked'; readonly text: Buffer; readonly publicKey: Buffer | null }
  /** Only the public half: the agent has the other. */
  | { readonly kind: 'public'; readonly publicKey: Buffer }
  | { readonly kind: 'unusable'; readonly why: string; readonly cause?: unknown };

export async function readIdentity(file: string): Promise<IdentityFile> {
  let text: Buffer;
  try {
    text = await readFile(file);
  } catch (cause) {
    return { kind: 'unusable', why: 'cannot be read', cause };
  }
  const key = utils.parseKey(text);
  if (!(key instanceof Error)) {
    return key.isPrivateKey() ? { kind: 'private', text } : { kind: 'public', publicKey: key.getPublicSSH() };
  }
  if (!/passphrase|encrypted/i.test(key.message)) return { kind: 'unusable', why: 'holds no private key' };
  return { kind: 'locked', text, publicKey: await publicHalf(file) };
}

/** The key with its passphrase applied, or null where that does not fit. */
export function unlock(text: Buffer, passphrase: string): ParsedKey | null {
  const key = utils.parseKey(text, passphrase);
  return key instanceof Error ? null : key;
}

async function publicHalf(file: string): Promise<Buffer | null> {
  const text = await readFile(`${file}.pub`).catch(() => null);
  const key = text === null ? null : utils.parseKey(text);
  return key === null || key instanceof Error ? null : key.getPublicSSH();
}
