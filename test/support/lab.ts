import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { HostRunRecord } from '../../domain/host-run';
import type { ChangeResult, HostEnd, RemediateInput, RunRef } from '../../domain/pool-run';
import type { PoolRef } from '../../domain/run';
import type { WaveSettings } from '../../domain/waves';
import { plainSession, type Session } from '../../client/session';
import { findPool, startRemediation, startRetry, startRollback, unwrap } from '../../client/start-run';
import { plainPool } from '../../config/pool-config';
import { startSimulator, type Simulator } from '../../lab/simulated/start-simulator';
import { connectClient } from '../../temporal/connect';
import { runUrl } from '../../temporal/web-ui';
import { logToFile } from '../../worker/logging';
import type { RunningWorker } from '../../worker/run-worker';
import { startWorker } from '../../worker/start-worker';
import { dumpPool } from '../../chaos/dump-pool';
import { testNamespace, testWebUi } from './temporal';

const run = promisify(execFile);
const pool = 'lab';

export const quickWaves: WaveSettings = {
  canary: 1,
  size: 8,
  soakSeconds: 0,
  maxFailures: 0,
  onFailure: 'undo-host',
  keepUseless: false,
  confirmSeconds: 30,
};

interface LabPlan {
  readonly startAnyWorker?: typeof startWorker;
  readonly haEnabled?: boolean;
}

/** A simulated pool over real SSH, with a worker and a client on the real server, in a namespace of its own. */
export class Lab {
  private constructor(
    readonly simulator: Simulator,
    readonly session: Session,
    private worker: RunningWorker,
    private readonly folder: string,
    private readonly startAnother: () => Promise<RunningWorker>,
  ) {}

  static async start(hosts: number, { startAnyWorker = startWorker, haEnabled = false }: LabPlan = {}): Promise<Lab> {
    const folder = await mkdtemp(path.join(tmpdir(), 'xen-offload-lab-'));
    logToFile(path.join(folder, 'worker.log'));
    const simulator = await startSimulator({
      directory: path.join(folder, 'simulated'),
      hosts,
      haEnabled,
      seed: 'lab',
    });
    const server = await testNamespace();
    const access = plainPool(pool, [simulator.coordinatorAddress], { sshConfig: simulator.sshConfigFile });
    const start = () => startAnyWorker({ server, pool: () => Promise.resolve(access) });
    const connected = await connectClient(server);
    const session = plainSession(connected, {
      url: ({ workflowId, runId }) => runUrl(testWebUi(), server.namespace, workflowId, runId),
    });
    return new Lab(simulator, session, await start(), folder, start);
  }

  async stop(): Promise<void> {
    await this.worker.stop();
    await this.session.close();
    await this.simulator.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Ends the worker and starts another: what a run's workflows and connections then are is new. */
  async restartWorker(): Promise<void> {
    await this.worker.stop();
    this.worker = await this.startAnother();
  }

  async find(): Promise<PoolRef> {
    const { poolRef } = await findPool(this.session, pool);
    return poolRef;
  }

  /** Everything there is to know of the pool, by none of our own code. */
  dump(): Promise<string> {
    return dumpPool(this.simulator.sshConfigFile, this.simulator.hosts);
  }

  /** A command on a host, as a person gives it. */
  async ssh(host: string, command: string): Promise<void> {
    await run('ssh', ['-F', this.simulator.sshConfigFile, host, command]);
  }

  /** The classic set on everything, quickly: nothing is captured unless that is asked for. */
  async input(more: Partial<RemediateInput> = {}): Promise<RemediateInput> {
    return {
      pool,
      poolRef: await this.find(),
      policy: { kind: 'classic' },
      scope: 'both',
      selection: { only: [], exclude: [] },
      waves: quickWaves,
      captureSeconds: 0,
      needsApproval: false,
      measure: null,
      ...more,
    };
  }

  async remediate(more: Partial<RemediateInput> = {}): Promise<ChangeResult & { readonly run: RunRef }> {
    const handle = await startRemediation(this.session, await this.input(more));
    const result = await unwrap(handle.result());
    return { ...result, run: { workflowId: handle.workflowId, runId: handle.firstExecutionRunId } };
  }

  async retry(run: RunRef, waves = quickWaves): Promise<ChangeResult & { readonly run: RunRef }> {
    const poolRef = await this.find();
    const handle = await startRetry(this.session, { pool, poolRef, run, waves, captureSeconds: 1 });
    const result = await unwrap(handle.result());
    return { ...result, run: { workflowId: handle.workflowId, runId: handle.firstExecutionRunId } };
  }

  async rollback(run: RunRef): Promise<ChangeResult> {
    const poolRef = await this.find();
    const handle = await startRollback(this.session, { pool, poolRef, run, waves: quickWaves });
    return unwrap(handle.result());
  }

  /** How many hosts the newest change of the pool had under way at once, by the server's history. */
  async hostsAtOnce({ workflowId }: Pick<RunRef, 'workflowId'>): Promise<number> {
    const { events } = await this.session.client.workflow.getHandle(workflowId).fetchHistory();
    let now = 0;
    let most = 0;
    for (const event of events ?? []) {
      if (event.startChildWorkflowExecutionInitiatedEventAttributes != null) now += 1;
      if (event.childWorkflowExecutionCompletedEventAttributes != null) now -= 1;
      most = Math.max(most, now);
    }
    return most;
  }

  record({ run }: Pick<HostEnd, 'run'>): Promise<HostRunRecord> {
    if (run === null) throw new Error('this host was not changed');
    return this.session.client.workflow.getHandle<() => Promise<HostRunRecord>>(run.workflowId, run.runId).result();
  }
}

/** Outcome by host name, as a reader wants it. */
export const outcomes = (result: ChangeResult): Record<string, string> =>
  Object.fromEntries(result.hosts.map(({ host, outcome }) => [host.name, outcome]));
