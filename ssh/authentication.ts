import type { AnyAuthMethod, ParsedKey } from 'ssh2';
import { OffloadError } from '../domain/errors';
import { agentKeys, agentWith } from './agent';
import { readIdentity, unlock } from './private-key';
import type { Identity, ResolvedTarget } from './resolve-target';
import type { Secrets } from './secrets';

/**
 * The ways to log in, in the order they are tried: keys that somebody named, a password, the agent, OpenSSH's default
 * keys. Asks for what is locked and not in the agent; for a default key only where there is nothing else.
 * Throws IdentityUnusable.
 */
export async function authenticationMethods(target: ResolvedTarget, secrets: Secrets): Promise<AnyAuthMethod[]> {
  const { user, agent, identities } = target;
  const inAgent = agent === null ? [] : await agentKeys(agent.socket);
  const login: Login = { host: target.shown, inAgent, secrets };
  const named = await keysOf(identities.filter(isNamed), login, true);
  const password = await secrets.password();
  const hasOther = named.keys.length > 0 || inAgent.length > 0 || password !== null;
  const others = await keysOf(
    identities.filter((identity) => !isNamed(identity)),
    login,
    !hasOther,
  );
  const publicKeys = agent?.onlyIdentities === true ? [...named.publicKeys, ...others.publicKeys] : 'all';
  const byKey = (key: LoginKey): AnyAuthMethod => ({ type: 'publickey', username: user, ...key });
  return [
    ...named.keys.map(byKey),
    ...(password === null ? [] : byPassword(user, password)),
    ...(agent === null ? [] : [{ type: 'agent' as const, username: user, agent: agentWith(agent.socket, publicKeys) }]),
    ...others.keys.map(byKey),
  ];
}

interface Login {
  readonly host: string;
  readonly inAgent: readonly Buffer[];
  readonly secrets: Secrets;
}

interface LoginKey {
  readonly key: Buffer | ParsedKey;
}

interface UsableKeys {
  readonly keys: readonly LoginKey[];
  /** Of those that are in the agent's hands. */
  readonly publicKeys: readonly Buffer[];
}

const isNamed = ({ origin }: Identity): boolean => origin !== 'default';

async function keysOf(identities: readonly Identity[], login: Login, mayAsk: boolean): Promise<UsableKeys> {
  const keys: LoginKey[] = [];
  const publicKeys: Buffer[] = [];
  // One after the other: a person can answer one question at a time.
  for (const identity of identities) {
    const found = await keyOf(identity, login, mayAsk);
    if (found === null) continue;
    if (found.kind === 'inAgent') publicKeys.push(found.publicKey);
    else keys.push({ key: found.key });
  }
  return { keys, publicKeys };
}

type FoundKey =
  | { readonly kind: 'inAgent'; readonly publicKey: Buffer }
  | { readonly kind: 'here'; readonly key: Buffer | ParsedKey };

/** What an identity file gives; null for one that is passed over. */
async function keyOf({ file, origin }: Identity, login: Login, mayAsk: boolean): Promise<FoundKey | null> {
  const identity = await readIdentity(file);
  const isRequired = origin === 'settings';
  switch (identity.kind) {
    case 'unusable':
      if (isRequired) throw unusable(file, identity.why, login.host, identity.cause);
      return null;
    case 'private':
      return { kind: 'here', key: identity.text };
    case 'public':
      return { kind: 'inAgent', publicKey: identity.publicKey };
    case 'locked': {
      const { publicKey, text } = identity;
      if (publicKey !== null && login.inAgent.some((key) => key.equals(publicKey)))
        return { kind: 'inAgent', publicKey };
      const passphrase = mayAsk ? await login.secrets.passphrase(file) : null;
      if (passphrase === null) {
        if (isRequired) throw unusable(file, 'has a passphrase, and nobody can be asked for it', login.host);
        return null;
      }
      const key = unlock(text, passphrase);
      if (key === null) throw unusable(file, 'has another passphrase', login.host);
      return { kind: 'here', key };
    }
  }
}

/** A host that lets in by PAM alone asks for the password as a question; asked again, it did not like the answer. */
function byPassword(username: string, password: string): AnyAuthMethod[] {
  let isAnswered = false;
  return [
    { type: 'password', username, password },
    {
      type: 'keyboard-interactive',
      username,
      prompt: (_name, _instructions, _language, prompts, finish) => {
        finish(isAnswered ? [] : prompts.map(({ echo }) => (echo === true ? '' : password)));
        isAnswered ||= prompts.length > 0;
      },
    },
  ];
}

const unusable = (file: string, why: string, host: string, cause?: unknown): OffloadError =>
  new OffloadError({ type: 'IdentityUnusable', message: `identity ${file} ${why}`, host }, { cause });
