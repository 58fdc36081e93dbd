import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Session } from '../client/local-session';
import { findPool, startRemediation, startRollback, unwrap } from '../client/start-run';
import type { ChangeResult, RunRef } from '../domain/pool-run';
import type { WaveSettings } from '../domain/waves';
import { startSimulator, type Simulator } from '../lab/simulated/start-simulator';
import { connectClient } from '../temporal/connect';
import { joinLocalServer } from '../temporal/local-server';
import { logToFile } from '../worker/logging';
import { startWorker } from '../worker/start-worker';
import { measureHistory, type HistoryFigures } from './measure-history';
import { kilobytes, megabytes, seconds, type Figure } from './print-figures';

export interface PoolSize {
  readonly hosts: number;
  readonly vifsPerHost?: number;
}

interface RunFigures {
  readonly outcome: string;
  readonly wallMs: number;
  readonly executions: number;
  readonly connections: number;
  readonly xeWrites: number;
  /** Most `xe` writes that one object got. */
  readonly xeWritesOfOneObject: number;
  readonly parent: HistoryFigures;
  readonly largestChild: HistoryFigures | null;
}

export interface PoolFigures {
  readonly size: PoolSize;
  readonly serverMs: number;
  readonly simulatorMs: number;
  readonly change: RunFigures;
  readonly again: RunFigures;
  readonly rollback: RunFigures;
  readonly peakBytes: number;
}

const waves: WaveSettings = { canary: 1, size: 8, soakSeconds: 0, maxFailures: 0, confirmSeconds: 120 };

/** Changes, changes again and rolls back one simulated pool; worker, client and hosts are in this process. */
export async function measurePool(size: PoolSize): Promise<PoolFigures> {
  const folder = await mkdtemp(path.join(tmpdir(), 'xen-offload-bench-'));
  logToFile(path.join(folder, 'worker.log'));
  const [simulator, simulatorMs] = await timed(() =>
    startSimulator({ directory: path.join(folder, 'simulated'), seed: 'bench', ...size }),
  );
  const [server, serverMs] = await timed(() => joinLocalServer({ stateDir: folder, progress: () => undefined }));
  const access = { hosts: [simulator.coordinatorAddress], ssh: { sshConfig: simulator.sshConfigFile } };
  const worker = await startWorker({ ...server, pool: () => Promise.resolve(access) });
  const connected = await connectClient(server);
  const session: Session = { client: connected.client, uiUrl: '', url: () => '', close: () => connected.close() };
  try {
    const poolRef = await findPool(session, 'bench');
    const remediate = () =>
      startRemediation(session, {
        pool: 'bench',
        poolRef,
        policy: { kind: 'classic' },
        scope: 'both',
        selection: { only: [], exclude: [] },
        waves,
        captureSeconds: 2,
      });
    const first = await remediate();
    const change = await measureRun(session, simulator, first);
    const again = await measureRun(session, simulator, await remediate());
    const run = { workflowId: first.workflowId, runId: first.firstExecutionRunId };
    const rollback = await measureRun(
      session,
      simulator,
      await startRollback(session, { pool: 'bench', poolRef, run, waves }),
    );
    const peakBytes = process.resourceUsage().maxRSS * 1_024;
    return { size, serverMs, simulatorMs, change, again, rollback, peakBytes };
  } finally {
    await worker.stop();
    await session.close();
    await server.leave();
    await simulator.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

interface StartedRun {
  readonly workflowId: string;
  readonly firstExecutionRunId: string;
  result(): Promise<ChangeResult>;
}

async function measureRun({ client }: Session, simulator: Simulator, handle: StartedRun): Promise<RunFigures> {
  const before = simulator.counters();
  const [result, wallMs] = await timed(() => unwrap(handle.result()));
  const after = simulator.counters();
  const writes = Object.entries(after.xeWrites).map(([uuid, count]) => count - (before.xeWrites[uuid] ?? 0));
  const children = await Promise.all(
    result.hosts.flatMap(({ run }) => (run === null ? [] : [measureHistory(client, run)])),
  );
  const run: RunRef = { workflowId: handle.workflowId, runId: handle.firstExecutionRunId };
  return {
    outcome: result.outcome,
    wallMs,
    executions: after.executions - before.executions,
    connections: after.connections - before.connections,
    xeWrites: writes.reduce((sum, count) => sum + count, 0),
    xeWritesOfOneObject: Math.max(0, ...writes),
    parent: await measureHistory(client, run),
    largestChild: children.sort((a, b) => b.payloadBytesMax - a.payloadBytesMax)[0] ?? null,
  };
}

async function timed<Result>(task: () => Promise<Result>): Promise<readonly [Result, number]> {
  const started = performance.now();
  return [await task(), performance.now() - started];
}

/** The figures as people read them. */
export const poolRows = ({
  size,
  serverMs,
  simulatorMs,
  change,
  again,
  rollback,
  peakBytes,
}: PoolFigures): readonly Figure[] => [
  ['hosts, VIFs a host', `${String(size.hosts)}, ${String(size.vifsPerHost ?? 4)}`],
  ['simulator start', seconds(simulatorMs)],
  ['server start', seconds(serverMs)],
  ...runRows('change', change, size),
  ['  discover', seconds(change.parent.activityMs.get('discoverPool') ?? 0)],
  ['  inspect', seconds(change.parent.activityMs.get('inspectHost') ?? 0)],
  ['  detect', seconds(change.parent.activityMs.get('detectErrors') ?? 0)],
  ['  hosts and pool slice changed and verified', seconds(change.parent.childrenMs)],
  ...runRows('again', again, size),
  ...runRows('rollback', rollback, size),
  ['peak memory: worker, client and simulated hosts', megabytes(peakBytes)],
];

const runRows = (name: string, run: RunFigures, { hosts }: PoolSize): readonly Figure[] => [
  [name, `${run.outcome}, ${seconds(run.wallMs)}`],
  ['  SSH executions, a host', `${String(run.executions)}, ${(run.executions / hosts).toFixed(1)}`],
  ['  SSH connections, a host', `${String(run.connections)}, ${(run.connections / hosts).toFixed(1)}`],
  ['  xe writes, most of one object', `${String(run.xeWrites)}, ${String(run.xeWritesOfOneObject)}`],
  ['  parent history', `${String(run.parent.events)} events`],
  ['  largest payload of the parent', `${kilobytes(run.parent.payloadBytesMax)} (${run.parent.payloadMaxAt})`],
  ['  largest payload of a host', kilobytes(run.largestChild?.payloadBytesMax ?? 0)],
];
