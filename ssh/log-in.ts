import type { Duplex } from 'node:stream';
import { Client, type ConnectConfig } from 'ssh2';
import { OffloadError } from '../domain/errors';
import { limits } from '../domain/limits';
import { forKnownTypes } from './algorithms';
import { authenticationMethods } from './authentication';
import { hostKeyCheck, type HostKeyVerdict } from './host-key-check';
import { rememberHostKey } from './remember-host-key';
import type { ResolvedTarget } from './resolve-target';
import type { Secrets } from './secrets';

export type OpenSocket = (target: ResolvedTarget) => Duplex | Promise<Duplex>;

/** Logs in to one host and checks its key; a new one is remembered. Throws OffloadError, or what ssh2 says. */
export async function logIn(target: ResolvedTarget, open: OpenSocket, secrets: Secrets): Promise<Client> {
  const check = await hostKeyCheck(target.trust, target);
  const algorithms = forKnownTypes(target.algorithms, check.algorithms);
  if (algorithms === null) throw noKnownType(target);
  const methods = await authenticationMethods(target, secrets);
  const seen: { readonly key: Buffer; readonly verdict: HostKeyVerdict }[] = [];
  const client = new Client();
  // Opened last: an error before ssh2 takes the socket over would be nobody's.
  const socket = await open(target);
  const ready = connect(
    client,
    {
      sock: socket,
      username: target.user,
      readyTimeout: limits.connectTimeoutMs,
      keepaliveInterval: limits.keepaliveIntervalMs,
      keepaliveCountMax: limits.keepaliveMisses,
      authHandler: methods,
      algorithms,
      hostVerifier: (key: Buffer) => {
        const verdict = check.judge(key);
        seen.push({ key, verdict });
        return !(verdict instanceof OffloadError);
      },
    },
    (error) => seen.map(({ verdict }) => verdict).find((verdict) => verdict instanceof OffloadError) ?? error,
  );
  try {
    await ready;
    // Only now is it certain that the host has the private half.
    for (const { key, verdict } of seen) if (verdict === 'new') await rememberHostKey(key, target.trust, target);
    return client;
  } catch (error) {
    client.end();
    socket.destroy();
    throw error;
  }
}

/** Resolves when the login is done; the reason of a failure goes through `explain`. */
const connect = (client: Client, config: ConnectConfig, explain: (error: Error) => Error): Promise<void> =>
  new Promise<void>((resolve, reject) => {
    client.once('ready', resolve);
    client.on('error', (error) => {
      // An agent that cannot be asked: ssh2 goes on to the next key by itself.
      if (error.level !== 'agent') reject(explain(error));
    });
    client.once('close', () => {
      reject(explain(new Error('connection closed before the login')));
    });
    client.connect(config);
  });

const noKnownType = ({ shown }: ResolvedTarget): OffloadError =>
  new OffloadError({
    type: 'NoCommonAlgorithm',
    message: 'HostKeyAlgorithms leaves out every type of host key that is known of it',
    host: shown,
  });
