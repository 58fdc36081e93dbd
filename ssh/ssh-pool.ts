import { limits } from '../domain/limits';
import { dial, type Connection } from './connection';
import { resolveTarget, type ResolvedTarget } from './resolve-target';
import { runScript } from './run-script';
import type { ScriptResult, ScriptRun } from './script';
import { noSecrets, type Secrets } from './secrets';
import { ChannelRefused, dialError } from './ssh-error';
import type { SshTarget } from './target';
import { Turns } from './turns';
import { unlessAborted } from './unless-aborted';

/** An open or dialling connection, and who uses it. */
interface Entry {
  readonly connection: Promise<Connection>;
  readonly turns: Turns;
  idle: NodeJS.Timeout | null;
}

/** The SSH connections of one worker: one a host, shared, a few scripts at once on each. */
export class SshPool {
  private readonly entries = new Map<string, Entry>();
  /** Connections that serve one script only. */
  private readonly alone = new Set<Promise<Connection>>();
  private connections = 0;
  private executions = 0;

  constructor(private readonly secrets: Secrets = noSecrets) {}

  /** Runs one script on one host; resolves when it ended by itself, with any exit code. Throws OffloadError. */
  async run(target: SshTarget, run: ScriptRun): Promise<ScriptResult> {
    const resolved = await resolveTarget(target);
    this.executions += 1;
    const running = run.newConnection === true ? this.runAlone(resolved, run) : this.runShared(resolved, run);
    return run.signal === undefined ? running : unlessAborted(running, run.signal);
  }

  counters(): { readonly connections: number; readonly executions: number } {
    return { connections: this.connections, executions: this.executions };
  }

  /** Ends every connection, also those of scripts that nobody waits for any more: they would keep the process alive. */
  async close(): Promise<void> {
    const entries = [...this.entries.values()];
    this.entries.clear();
    for (const { idle } of entries) if (idle !== null) clearTimeout(idle);
    const connections = [...entries.map(({ connection }) => connection), ...this.alone];
    await Promise.all(connections.map(async (connection) => (await connection.catch(() => null))?.end()));
  }

  private async runAlone(target: ResolvedTarget, run: ScriptRun): Promise<ScriptResult> {
    const dialling = this.dial(target);
    this.alone.add(dialling);
    try {
      const connection = await dialling;
      return await runScript(connection, run).finally(() => {
        connection.end();
      });
    } catch (error) {
      throw error instanceof ChannelRefused ? dialError(error, target.shown) : error;
    } finally {
      this.alone.delete(dialling);
    }
  }

  private async runShared(target: ResolvedTarget, run: ScriptRun, isSecondTry = false): Promise<ScriptResult> {
    const key = connectionKey(target);
    const entry = this.entries.get(key) ?? this.open(key, target);
    if (entry.idle !== null) clearTimeout(entry.idle);
    try {
      return await entry.turns.take(async () => runScript(await entry.connection, run));
    } catch (error) {
      if (!(error instanceof ChannelRefused)) throw error;
      // Nobody waits for it any more: a new connection would only keep the process alive.
      run.signal?.throwIfAborted();
      this.forget(key, entry);
    } finally {
      this.closeWhenIdle(key, entry);
    }
    // sshd may be told to allow fewer sessions than we want at once; on a connection of its own the first one is free.
    return isSecondTry ? this.runAlone(target, run) : this.runShared(target, run, true);
  }

  private open(key: string, target: ResolvedTarget): Entry {
    const entry: Entry = { connection: this.dial(target), turns: new Turns(limits.channelsPerConnection), idle: null };
    this.entries.set(key, entry);
    // One that breaks later is found out by the next script, which is refused a channel.
    entry.connection.catch(() => {
      this.forget(key, entry);
    });
    return entry;
  }

  private dial(target: ResolvedTarget): Promise<Connection> {
    this.connections += 1;
    return dial(target, this.secrets);
  }

  private forget(key: string, entry: Entry): void {
    if (this.entries.get(key) === entry) this.entries.delete(key);
  }

  /** A connection that was replaced, or the pool closed, serves nobody any more: it ends with its last script. */
  private closeWhenIdle(key: string, entry: Entry): void {
    if (entry.idle !== null) clearTimeout(entry.idle);
    if (entry.turns.areTaken()) return;
    if (this.entries.get(key) !== entry) {
      end(entry);
      return;
    }
    entry.idle = setTimeout(() => {
      this.forget(key, entry);
      end(entry);
    }, limits.connectionIdleMs);
    entry.idle.unref();
  }
}

const end = ({ connection }: Entry): void => {
  connection.then(
    (open) => {
      open.end();
    },
    () => undefined,
  );
};

/** Whoever trusts and shows the same on the way to the same place shares a connection, under whatever name. */
const connectionKey = (target: ResolvedTarget): string => JSON.stringify({ ...target, shown: null });
