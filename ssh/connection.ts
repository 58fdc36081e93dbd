import net from 'node:net';
import type { Duplex } from 'node:stream';
import { Client, type ClientChannel, type ConnectConfig } from 'ssh2';
import { limits } from '../domain/limits';
import { authenticationMethods } from './authentication';
import { hostKeyCheck } from './host-key-check';
import type { ResolvedTarget } from './resolve-target';
import { ChannelRefused, dialError } from './ssh-error';

/** One open SSH connection. */
export interface Connection {
  /** The address as the user knows it. */
  readonly shown: string;
  /** Aborted when the connection is gone; the reason says why. */
  readonly gone: AbortSignal;
  /** Throws ChannelRefused; then nothing ran, as the command waits for its standard input. */
  exec(command: string): Promise<ClientChannel>;
  end(): void;
}

/** Dials a host, through its jump hosts, and checks every host key on the way. Throws OffloadError. */
export async function dial(target: ResolvedTarget): Promise<Connection> {
  const [client, hops] = await dialThrough(target);
  const gone = new AbortController();
  client.on('error', (error) => {
    gone.abort(error.message);
  });
  client.on('close', () => {
    hops.forEach((hop) => hop.end());
    gone.abort('closed');
  });
  return {
    shown: target.shown,
    gone: gone.signal,
    exec: (command) => openChannel(client, command),
    end: () => client.end(),
  };
}

/** ssh2 throws at once where the connection is gone already, and calls back with an error for all else. */
const openChannel = (client: Client, command: string): Promise<ClientChannel> =>
  new Promise<ClientChannel>((resolve, reject) => {
    client.exec(command, (error, channel) => {
      if (error) reject(error);
      else resolve(channel);
    });
  }).catch((error: unknown) => {
    throw new ChannelRefused(error instanceof Error ? error.message : String(error), { cause: error });
  });

async function dialThrough(target: ResolvedTarget): Promise<[Client, Client[]]> {
  const hops: Client[] = [];
  let open: OpenSocket = tcp;
  try {
    for (const jump of target.jumps) {
      const hop = await connect(jump, open);
      hops.push(hop);
      open = (next) => forward(hop, next);
    }
    return [await connect(target, open), hops];
  } catch (error) {
    hops.forEach((hop) => hop.end());
    throw error;
  }
}

type OpenSocket = (target: ResolvedTarget) => Duplex | Promise<Duplex>;

/** Without noDelay every execution loses 40 ms to delayed acknowledgements (facts/ssh-and-hosts.md §2). */
const tcp = ({ hostName, port }: ResolvedTarget): Duplex => net.connect({ host: hostName, port, noDelay: true });

const forward = (client: Client, { hostName, port }: ResolvedTarget): Promise<Duplex> =>
  new Promise((resolve, reject) => {
    client.forwardOut('127.0.0.1', 0, hostName, port, (error, channel) => {
      if (error) reject(error);
      else resolve(channel);
    });
  });

/** Dials one hop. The error names that hop, which need not be the host that was asked for. */
const connect = (target: ResolvedTarget, open: OpenSocket): Promise<Client> =>
  logIn(target, open).catch((error: unknown) => {
    throw dialError(error, target.shown);
  });

async function logIn(target: ResolvedTarget, open: OpenSocket): Promise<Client> {
  const { keyName, knownHostsFiles, shown, user } = target;
  const check = await hostKeyCheck(knownHostsFiles, keyName, shown);
  const methods = await authenticationMethods(target);
  let refusal: Error | null = null;
  const client = new Client();
  // Opened last: an error before ssh2 takes the socket over would be nobody's.
  const socket = await open(target);
  const config: ConnectConfig = {
    sock: socket,
    username: user,
    readyTimeout: limits.connectTimeoutMs,
    keepaliveInterval: limits.keepaliveIntervalMs,
    keepaliveCountMax: limits.keepaliveMisses,
    authHandler: methods,
    hostVerifier: (key: Buffer) => {
      refusal = check.refusal(key);
      return refusal === null;
    },
    ...(check.algorithms === undefined ? {} : { algorithms: { serverHostKey: serverHostKeys(check.algorithms) } }),
  };
  const ready = new Promise<void>((resolve, reject) => {
    client.once('ready', resolve);
    client.on('error', (error) => {
      // An agent that cannot be asked: ssh2 goes on to the next key by itself.
      if (error.level !== 'agent') reject(refusal ?? error);
    });
    client.once('close', () => {
      reject(refusal ?? new Error('connection closed before the login'));
    });
    client.connect(config);
  });
  try {
    await ready;
    return client;
  } catch (error) {
    client.end();
    socket.destroy();
    throw error;
  }
}

type HostKeyAlgorithm = Extract<NonNullable<ConnectConfig['algorithms']>['serverHostKey'], readonly unknown[]>[number];

const supportedHostKeys: readonly HostKeyAlgorithm[] = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
  'ssh-rsa',
];

const serverHostKeys = (wanted: readonly string[]): HostKeyAlgorithm[] =>
  supportedHostKeys.filter((algorithm) => wanted.includes(algorithm));
