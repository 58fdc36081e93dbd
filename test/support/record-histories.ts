import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { temporal } from '@temporalio/proto';
import { z } from 'zod';
import { askRun, type Ask } from '../../client/ask-run';
import { startAudit, startJournalRollback, startRemediation, unwrap } from '../../client/start-run';
import type { ChangeResult, RemediateInput, RunRef } from '../../domain/pool-run';
import { approveUpdate, cancelUpdate, pauseUpdate, progressQuery, resumeUpdate } from '../../workflows/messages';
import { Lab, quickWaves } from './lab';
import { startSharedServer, stopSharedServer } from './shared-server';

/** Records the histories that test/replay.test.ts replays: one of every shape that a run of this version can have. */

const root = path.join(__dirname, '../..');
const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')));

const listening = { captureSeconds: 1 };
const slow = { ...quickWaves, size: 1, soakSeconds: 1 };

async function main(): Promise<void> {
  await startSharedServer();
  const lab = await Lab.start(3);
  try {
    await changes(lab);
    await evidence(lab);
    await control(lab);
    await journals(lab);
    const audit = await startAudit(lab.session, await lab.input(listening));
    await audit.result();
    await save(lab, 'audit', { workflowId: audit.workflowId, runId: audit.firstExecutionRunId });
  } finally {
    await lab.stop();
    await stopSharedServer();
  }
}

async function changes(lab: Lab): Promise<void> {
  const done = await lab.remediate({ ...listening, waves: slow });
  await save(lab, 'remediate-done', done.run);
  await saveHost(lab, 'remediate-host-done', done);
  const rollback = await lab.rollback(done.run);
  await saveHost(lab, 'rollback-host-done', rollback);
  await save(lab, 'rollback-done', await newest(lab));
  lab.simulator.faults.add({ kind: 'ethtool-refuses', host: 'sim-03', device: 'eth1' });
  const failed = await lab.remediate({ ...listening, waves: { ...slow, onFailure: 'undo-pool' } });
  lab.simulator.faults.clear();
  await save(lab, 'remediate-undo-pool', failed.run);
  await saveHost(lab, 'remediate-host-rolled-back', { hosts: failed.hosts.slice(1) });
  const { run: retried } = await lab.retry(failed.run);
  await save(lab, 'retry-done', retried);
  await lab.rollback(retried);
}

/** A change made for damage that is cured, and one that did not help: its receiver makes the damage. */
async function evidence(lab: Lab): Promise<void> {
  const policy = { kind: 'evidence', trial: true } as const;
  lab.simulator.faults.add({ kind: 'transmit-damaged', host: 'sim-02', device: 'eth1' });
  const cured = await lab.remediate({ ...listening, policy, waves: slow });
  lab.simulator.faults.clear();
  await save(lab, 'remediate-cured', cured.run);
  await lab.rollback(cured.run);
  lab.simulator.faults.add({ kind: 'receive-damaged', host: 'sim-01', device: 'eth1' });
  const only = ['sim-01', 'sim-02'].map((name) => ({ kind: 'host' as const, name }));
  const useless = await lab.remediate({ ...listening, policy, selection: { only, exclude: [] }, waves: slow });
  lab.simulator.faults.clear();
  await save(lab, 'remediate-useless', useless.run);
}

async function control(lab: Lab): Promise<void> {
  const run = await start(lab, { ...listening, waves: slow, needsApproval: true });
  await waitsFor(lab, run, 'approval');
  await ask(lab, run, (handle) => handle.executeUpdate(approveUpdate));
  await ask(lab, run, (handle) => handle.executeUpdate(pauseUpdate));
  await waitsFor(lab, run, 'resume');
  await ask(lab, run, (handle) => handle.executeUpdate(resumeUpdate));
  await sleep(2_500);
  await ask(lab, run, (handle) => handle.executeUpdate(cancelUpdate, { args: ['undo'] }));
  await lab.session.client.workflow.getHandle(run.workflowId, run.runId).result();
  await save(lab, 'remediate-cancelled-undo', run);
}

async function journals(lab: Lab): Promise<void> {
  await lab.remediate();
  const poolRef = await lab.find();
  const back = await startJournalRollback(lab.session, { pool: 'lab', poolRef, poolRun: null, waves: quickWaves });
  const result = await unwrap(back.result());
  await save(lab, 'rollback-from-journals', { workflowId: back.workflowId, runId: back.firstExecutionRunId });
  await saveHost(lab, 'rollback-host-from-journal', result);
}

async function start(lab: Lab, more: Partial<RemediateInput>): Promise<RunRef> {
  const handle = await startRemediation(lab.session, await lab.input(more));
  return { workflowId: handle.workflowId, runId: handle.firstExecutionRunId };
}

async function waitsFor(lab: Lab, { workflowId }: RunRef, what: 'approval' | 'resume'): Promise<void> {
  const handle = lab.session.client.workflow.getHandle(workflowId);
  while ((await handle.query(progressQuery)).waitsFor !== what) await sleep(50);
}

const ask = (lab: Lab, run: RunRef, wish: Ask): Promise<string> => askRun(lab.session, run, wish);

/** The run of the pool's one change id that began last. */
async function newest(lab: Lab): Promise<RunRef> {
  const { uuid } = await lab.find();
  const { workflowId, runId } = await lab.session.client.workflow.getHandle(`pool/${uuid}/change`).describe();
  return { workflowId, runId };
}

async function saveHost(lab: Lab, shape: string, { hosts: [host] }: Pick<ChangeResult, 'hosts'>): Promise<void> {
  if (host?.run == null) throw new Error(`${shape}: no host was changed`);
  await save(lab, shape, host.run);
}

async function save(lab: Lab, shape: string, { workflowId, runId }: RunRef): Promise<void> {
  const history = await lab.session.client.workflow.getHandle(workflowId, runId).fetchHistory();
  const file = path.join(root, 'test/histories', `${version}-${shape}.history`);
  writeFileSync(file, gzipSync(temporal.api.history.v1.History.encode(history).finish()));
  process.stdout.write(`${file}\n`);
}

void main();
