import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  Server,
  type AuthContext,
  type Connection,
  type ParsedKey,
  type PublicKeyAuthContext,
  type ServerChannel,
  type Session,
} from 'ssh2';
import { listenOnLoopback } from '../standin/control/listen-on-loopback';
import type { ArmedFaults } from '../standin/faults/armed-faults';
import { standinPrograms } from '../standin/host/host-folder';
import type { StandinHost } from '../standin/standin';
import { makeKeyPair } from '../standin/key-pair';
import { runCommand, type CommandEnd } from './run-command';

export interface HostServerPlan {
  readonly host: StandinHost;
  /** Private host key. */
  readonly hostKey: string;
  /** The one key that may log in. */
  readonly clientKey: ParsedKey;
  readonly wantedPort: number;
  readonly faults: ArmedFaults;
}

/** The SSH server of one simulated host. */
export class HostServer {
  connections = 0;
  executions = 0;
  private readonly sockets = new Set<net.Socket>();
  private readonly children = new Set<ChildProcess>();
  private readonly ssh: Server;
  private readonly listener: net.Server;
  private readonly name: string;

  constructor(private readonly plan: HostServerPlan) {
    this.name = plan.host.host.nameLabel;
    this.ssh = this.server(plan.hostKey);
    this.listener = net.createServer({ noDelay: true }, (socket) => {
      this.connected(socket);
    });
  }

  /** Starts to listen on 127.0.0.1 and returns the port. */
  listen(): Promise<number> {
    return listenOnLoopback(this.listener, this.plan.wantedPort);
  }

  /** Ends all connections as a cut cable does; commands that run go on. */
  cutConnections(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    this.listener.close();
    this.cutConnections();
    for (const { pid } of this.children) if (pid !== undefined) endGroup(pid);
    await once(this.listener, 'close');
  }

  private connected(socket: net.Socket): void {
    socket.on('error', () => socket.destroy());
    if (this.strikes('host-unreachable')) {
      socket.resetAndDestroy();
      return;
    }
    this.connections += 1;
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    const ssh = this.strikes('wrong-host-key') ? this.server(makeKeyPair().private) : this.ssh;
    ssh.injectSocket(socket);
  }

  private strikes(kind: 'host-unreachable' | 'wrong-host-key'): boolean {
    return this.plan.faults.strikeHost(this.name, kind) !== null;
  }

  private server(hostKey: string): Server {
    return new Server({ hostKeys: [hostKey], ident: 'OpenSSH_simulated' }, (connection: Connection) => {
      connection.on('error', () => undefined);
      connection.on('authentication', (context) => {
        this.authenticate(context);
      });
      connection.on('session', (accept) => {
        this.serve(accept());
      });
    });
  }

  private authenticate(context: AuthContext): void {
    const { clientKey } = this.plan;
    const isKnown =
      context.method === 'publickey' &&
      context.key.algo === clientKey.type &&
      context.key.data.equals(clientKey.getPublicSSH()) &&
      (context.signature === undefined || isSigned(clientKey, context));
    if (isKnown) context.accept();
    else context.reject(['publickey']);
  }

  /** Commands only; what else a client may ask of a session is refused, or ends with a word of explanation. */
  private serve(session: Session): void {
    session.on('exec', (accept, reject, { command }) => {
      void this.execute(command, accept, reject);
    });
    session.on('shell', (accept) => {
      const channel = accept();
      channel.stderr.write('a simulated host runs commands only: ssh HOST COMMAND\r\n');
      channel.exit(1);
      channel.end();
    });
    session.on('pty', (accept) => {
      accept();
    });
  }

  private async execute(command: string, accept: () => ServerChannel, reject: () => void): Promise<void> {
    const { faults, host } = this.plan;
    this.executions += 1;
    if (this.strikes('host-unreachable') || this.isCut('before-execution')) {
      this.cutConnections();
      return;
    }
    const slow = faults.strikeHost(this.name, 'host-slow');
    if (slow !== null) await sleep(slow.delayMs);
    // Whoever asked may have gone meanwhile, and with a host that was stopped its folder.
    if (this.sockets.size === 0) {
      reject();
      return;
    }
    for (const program of standinPrograms) host.setInstalled(program, !this.isMissing(program));
    const channel = accept();
    const child = runCommand(host, command, channel, (end) => {
      this.children.delete(child);
      if (this.isCut('after-execution')) this.cutConnections();
      else answer(channel, end);
    });
    this.children.add(child);
  }

  private isCut(moment: 'before-execution' | 'after-execution'): boolean {
    const { faults } = this.plan;
    return faults.strikeHost(this.name, 'connection-cut', (fault) => fault.moment === moment) !== null;
  }

  private isMissing(program: string): boolean {
    const { faults } = this.plan;
    return faults.strikeHost(this.name, 'program-missing', (fault) => fault.program === program) !== null;
  }
}

/** ssh2 returns an Error, against its types, for a signature it cannot read. */
function isSigned(key: ParsedKey, { blob, signature, hashAlgo }: PublicKeyAuthContext): boolean {
  if (blob === undefined || signature === undefined) return false;
  const verified: unknown = key.verify(blob, signature, hashAlgo);
  return verified === true;
}

function answer(channel: ServerChannel, end: CommandEnd): void {
  if ('code' in end) channel.exit(end.code);
  else channel.exit(end.signal);
  channel.end();
}

/** A command leads a process group of its own. */
function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}
