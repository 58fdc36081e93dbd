import net from 'node:net';
import type { Duplex, Readable } from 'node:stream';
import type { Client } from 'ssh2';
import { logIn, type OpenSocket } from './log-in';
import { runProxyCommand } from './proxy-command';
import type { ResolvedTarget } from './resolve-target';
import { noSecrets, type Secrets } from './secrets';
import { ChannelRefused, dialError } from './ssh-error';

/** Standard input, output and error of one command. */
export interface Channel extends Duplex {
  readonly stderr: Readable;
  close(): void;
}

/** One open SSH connection. */
export interface Connection {
  /** The address as the user knows it. */
  readonly shown: string;
  /** Aborted when the connection is gone; the reason says why. */
  readonly gone: AbortSignal;
  /** Throws ChannelRefused; then nothing ran, as the command waits for its standard input. */
  exec(command: string): Promise<Channel>;
  end(): void;
  /** Ends it at once: for a host that says nothing any more. */
  drop(): void;
}

/** Dials a host, through its jump hosts, and checks every host key on the way. Throws OffloadError. */
export async function dial(target: ResolvedTarget, secrets: Secrets): Promise<Connection> {
  const [client, hops] = await dialThrough(target, secrets);
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
    drop: () => client.destroy(),
  };
}

/** ssh2 throws at once where the connection is gone already, and calls back with an error for all else. */
const openChannel = (client: Client, command: string): Promise<Channel> =>
  new Promise<Channel>((resolve, reject) => {
    client.exec(command, (error, channel) => {
      if (error) reject(error);
      else resolve(channel);
    });
  }).catch((error: unknown) => {
    throw new ChannelRefused(error instanceof Error ? error.message : String(error), { cause: error });
  });

async function dialThrough(target: ResolvedTarget, secrets: Secrets): Promise<[Client, Client[]]> {
  const hops: Client[] = [];
  let open: OpenSocket = direct;
  // The password is the pool's: a jump host is somebody else.
  const forHops = { ...secrets, password: noSecrets.password };
  try {
    for (const jump of target.jumps) {
      const hop = await connect(jump, open, forHops);
      hops.push(hop);
      open = (next) => forward(hop, next);
    }
    return [await connect(target, open, secrets), hops];
  } catch (error) {
    hops.forEach((hop) => hop.end());
    throw error;
  }
}

/** Without noDelay every execution loses 40 ms to delayed acknowledgements (facts/ssh-and-hosts.md §2). */
const direct: OpenSocket = (target) =>
  target.proxyCommand === null
    ? net.connect({ host: target.hostName, port: target.port, noDelay: true })
    : runProxyCommand(target.proxyCommand, target);

const forward = (client: Client, { hostName, port }: ResolvedTarget): Promise<Duplex> =>
  new Promise((resolve, reject) => {
    client.forwardOut('127.0.0.1', 0, hostName, port, (error, channel) => {
      if (error) reject(error);
      else resolve(channel);
    });
  });

/** Dials one hop. The error names that hop, which need not be the host that was asked for. */
const connect = (target: ResolvedTarget, open: OpenSocket, secrets: Secrets): Promise<Client> =>
  logIn(target, open, secrets).catch((error: unknown) => {
    throw dialError(error, target.shown);
  });
