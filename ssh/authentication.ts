import { readFile } from 'node:fs/promises';
import { utils, type AnyAuthMethod } from 'ssh2';
import { OffloadError } from '../domain/errors';
import type { Identity, ResolvedTarget } from './resolve-target';

/** The ways to log in, in the order they are tried: the named keys, the agent, OpenSSH's default keys. */
export async function authenticationMethods({
  user,
  identities,
  agent,
  shown,
}: ResolvedTarget): Promise<AnyAuthMethod[]> {
  const keys = await Promise.all(identities.map((identity) => readKey(identity, agent !== null, shown)));
  const methods = (isNamed: boolean): AnyAuthMethod[] =>
    keys.flatMap((key, index) =>
      key === null || identities[index]?.isNamed !== isNamed
        ? []
        : [{ type: 'publickey' as const, username: user, key }],
    );
  const fromAgent: AnyAuthMethod[] = agent === null ? [] : [{ type: 'agent', username: user, agent }];
  return [...methods(true), ...fromAgent, ...methods(false)];
}

/** A key without passphrase; one with is the agent's business. Null for one that is passed over. */
async function readKey({ file, isNamed }: Identity, hasAgent: boolean, host: string): Promise<Buffer | null> {
  const unusable = (why: string, cause?: unknown): OffloadError =>
    new OffloadError({ type: 'IdentityUnusable', message: `identity ${file} ${why}`, host }, { cause });
  let text: Buffer;
  try {
    text = await readFile(file);
  } catch (error) {
    if (isNamed) throw unusable('cannot be read', error);
    return null;
  }
  const parsed = utils.parseKey(text);
  if (!(parsed instanceof Error)) return text;
  const isLocked = /passphrase|encrypted/i.test(parsed.message);
  if (!isNamed || (isLocked && hasAgent)) return null;
  throw unusable(isLocked ? 'has a passphrase' : 'holds no private key');
}
