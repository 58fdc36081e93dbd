import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { plainSession, type Session } from '../client/session';
import { changeReport } from '../client/report/change-report';
import { findPool, startRemediation, startRollback, unwrap } from '../client/start-run';
import { plainPool } from '../config/pool-config';
import type { ChangeResult, RunRef } from '../domain/pool-run';
import type { WaveSettings } from '../domain/waves';
import { ensureSimulator, stopSimulator } from '../lab/simulated/process';
import type { RunningSimulator } from '../lab/simulated/running-simulator';
import { connectClient } from '../temporal/connect';
import { joinLocalServer } from '../temporal/local-server';
import { logToFile } from '../worker/logging';
import { startWorker } from '../worker/start-worker';
import { measureHistory, type HistoryFigures } from './measure-history';

export interface PoolSize {
  readonly hosts: number;
  readonly vifsPerHost?: number;
}

export interface RunFigures {
  readonly outcome: string;
  readonly wallMs: number;
  /** Reading the histories and writing the report, as the client does after a run. */
  readonly reportMs: number;
  /** Peak of this process so far, before anything was read for measuring. */
  readonly peakBytes: number;
  readonly executions: number;
  readonly connections: number;
  readonly xeWrites: number;
  /** Most `xe` writes that one object got. */
  readonly xeWritesOfOneObject: number;
  readonly parent: HistoryFigures;
  /** The hosts and the pool slice. */
  readonly children: readonly HistoryFigures[];
}

export interface PoolFigures {
  readonly size: PoolSize;
  readonly serverMs: number;
  readonly simulatorMs: number;
  readonly change: RunFigures;
  readonly again: RunFigures;
  readonly rollback: RunFigures;
}

/** No soak: nothing is waited for that is not work. */
export const waves: WaveSettings = {
  canary: 1,
  size: 8,
  soakSeconds: 0,
  maxFailures: 0,
  onFailure: 'undo-host',
  keepUseless: false,
  confirmSeconds: 120,
};

/** Changes, changes again and rolls back one simulated pool; worker and client are in this process, the hosts are not. */
export async function measurePool(size: PoolSize): Promise<PoolFigures> {
  const folder = await mkdtemp(path.join(tmpdir(), 'xen-offload-bench-'));
  logToFile(path.join(folder, 'worker.log'));
  const directory = path.join(folder, 'simulated');
  const [simulator, simulatorMs] = await timed(() => ensureSimulator({ directory, seed: 'bench', ...size }));
  const [server, serverMs] = await timed(() => joinLocalServer({ stateDir: folder, progress: () => undefined }));
  const access = plainPool('bench', [simulator.coordinatorAddress], { sshConfig: simulator.sshConfigFile });
  const worker = await startWorker({ server, pool: () => Promise.resolve(access) });
  const connected = await connectClient(server);
  const session = plainSession(connected);
  try {
    const { poolRef } = await findPool(session, 'bench');
    const remediate = () =>
      startRemediation(session, {
        pool: 'bench',
        poolRef,
        policy: { kind: 'classic' },
        scope: 'both',
        selection: { only: [], exclude: [] },
        waves,
        captureSeconds: 2,
        needsApproval: false,
        measure: null,
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
    return { size, serverMs, simulatorMs, change, again, rollback };
  } finally {
    await worker.stop();
    await session.close();
    await server.leave();
    await stopSimulator(directory);
    await rm(folder, { recursive: true, force: true });
  }
}

interface StartedRun {
  readonly workflowId: string;
  readonly firstExecutionRunId: string;
  result(): Promise<ChangeResult>;
}

async function measureRun({ client }: Session, simulator: RunningSimulator, handle: StartedRun): Promise<RunFigures> {
  const run: RunRef = { workflowId: handle.workflowId, runId: handle.firstExecutionRunId };
  const before = await simulator.counters();
  const [result, wallMs] = await timed(() => unwrap(handle.result()));
  const after = await simulator.counters();
  const [, reportMs] = await timed(() => changeReport(client, run, result, ''));
  const peakBytes = process.resourceUsage().maxRSS * 1_024;
  const writes = Object.entries(after.xeWrites).map(([uuid, count]) => count - (before.xeWrites[uuid] ?? 0));
  const children: HistoryFigures[] = [];
  for (const child of [...result.hosts, result.slice]) {
    if (child?.run != null) children.push(await measureHistory(client, child.run));
  }
  return {
    outcome: result.outcome,
    wallMs,
    reportMs,
    peakBytes,
    executions: after.executions - before.executions,
    connections: after.connections - before.connections,
    xeWrites: writes.reduce((sum, count) => sum + count, 0),
    xeWritesOfOneObject: Math.max(0, ...writes),
    parent: await measureHistory(client, run),
    children,
  };
}

async function timed<Result>(task: () => Promise<Result>): Promise<readonly [Result, number]> {
  const started = performance.now();
  return [await task(), performance.now() - started];
}
