import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { dumpPool } from '../../chaos/dump-pool';
import type { Report } from '../../domain/report';
import { ensureSimulator, stopSimulator } from '../../lab/simulated/process';
import type { RunningSimulator } from '../../lab/simulated/running-simulator';
import { joinLocalServer, type LocalServer } from '../../temporal/local-server';
import { hasSaid, runCommand, startCommand, type RunningCommand } from '../support/command-line';

let stateHome: string;
let server: LocalServer;
let simulator: RunningSimulator;
let before: string;

beforeAll(async () => {
  stateHome = await mkdtemp(path.join(tmpdir(), 'xen-offload-control-'));
  const stateDir = path.join(stateHome, 'xen-offload');
  server = await joinLocalServer({ stateDir, progress: () => undefined });
  simulator = await ensureSimulator({ directory: path.join(stateDir, 'simulated/simulated'), hosts: 8 });
  before = await dump();
});
afterAll(async () => {
  await stopSimulator(simulator.directory);
  await server.leave();
  await rm(stateHome, { recursive: true, force: true });
});

const dump = (): Promise<string> => dumpPool(simulator.sshConfigFile, simulator.hosts);
const offload = (...words: string[]) => runCommand([...words, '--json'], stateHome);

/** A run that waits for approval, in a terminal of its own. */
async function waitingRun(): Promise<RunningCommand> {
  const words = ['remediate', 'simulated', '--policy', 'classic', '--soak', '0', '--approve', '--json'];
  const run = startCommand(words, stateHome);
  await hasSaid(run, 'waits for approval');
  return run;
}

const answers = (stdout: string): unknown => JSON.parse(stdout);

test('approve, pause, and resume from other terminals: the run goes to its end, retry has nothing to do, rollback does', async () => {
  const run = await waitingRun();
  expect(await dump()).toBe(before);

  const approved = await offload('approve', 'simulated');
  expect(answers(approved.stdout)).toMatchObject({ command: 'approve', answer: expect.stringContaining('approved') });
  const isPaused = hasSaid(run, 'paused');
  expect((await offload('pause', 'simulated')).exitCode).toBe(0);
  await isPaused;
  expect(await offload('pause', 'simulated')).toMatchObject({
    exitCode: 4,
    stdout: expect.stringContaining('already'),
  });

  const resumed = await offload('resume', 'simulated');

  expect(resumed.exitCode).toBe(0);
  const report: Report = JSON.parse(resumed.stdout);
  expect(report).toMatchObject({ command: 'remediate', outcome: 'done', summary: { changed: 8 } });
  expect((await run.end).exitCode).toBe(0);
  expect(await offload('retry', 'simulated')).toMatchObject({
    exitCode: 64,
    stdout: expect.stringContaining('NothingToRetry'),
  });
  expect((await offload('rollback', 'simulated')).exitCode).toBe(0);
  expect(await dump()).toBe(before);
});

test('cancel --undo-finished leaves every host as it was', async () => {
  const run = await waitingRun();
  await offload('approve', 'simulated');
  await hasSaid(run, 'sim-02: done');

  const cancelled = await offload('cancel', 'simulated', '--undo-finished');

  expect(cancelled.exitCode).toBe(0);
  const { exitCode, stdout } = await run.end;
  expect(exitCode).toBe(3);
  const report: Report = JSON.parse(stdout);
  expect(report).toMatchObject({ outcome: 'cancelled', summary: { changed: 0 } });
  expect(await dump()).toBe(before);
});

test('a run that no worker serves is not paused in silence', async () => {
  const run = await waitingRun();
  run.process.kill('SIGKILL');
  await run.end;

  const paused = await offload('pause', 'simulated');

  expect(paused).toMatchObject({ exitCode: 4, stdout: expect.stringContaining('NoWorker') });
  await offload('cancel', 'simulated');
  expect((await offload('watch', 'simulated')).exitCode).toBe(3);
  expect(await dump()).toBe(before);
});
