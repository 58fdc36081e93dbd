import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Report } from '../../domain/report';
import { ensureSimulator, stopSimulator } from '../../lab/simulated/process';
import type { RunningSimulator } from '../../lab/simulated/running-simulator';
import { connectClient } from '../../temporal/connect';
import { joinLocalServer, type LocalServer } from '../../temporal/local-server';
import { runCommand, startCommand } from '../support/command-line';
import { dumpPool } from '../../chaos/dump-pool';

let stateHome: string;
let server: LocalServer;
let simulator: RunningSimulator;

beforeAll(async () => {
  stateHome = await mkdtemp(path.join(tmpdir(), 'xen-offload-crash-'));
  const stateDir = path.join(stateHome, 'xen-offload');
  server = await joinLocalServer({ stateDir, progress: () => undefined });
  simulator = await ensureSimulator({ directory: path.join(stateDir, 'simulated/simulated'), hosts: 8 });
});

afterAll(async () => {
  await stopSimulator(simulator.directory);
  await server.leave();
  await rm(stateHome, { recursive: true, force: true });
});

const remediate = ['remediate', 'simulated', '--policy', 'classic', '--json'];
/** Executions on the canary: inspect, detect, hold, apply live; the next is the confirmation. */
const beforeConfirmation = 4;

test('a process killed between a change and its confirmation: watch finishes the run, with a second attempt', async () => {
  const before = await dumpPool(simulator.sshConfigFile, simulator.hosts);
  const untilSlow = await slowConfirmation('sim-02', 30_000);
  const killed = startCommand(remediate, stateHome);
  await untilSlow();
  const applied = await dumpPool(simulator.sshConfigFile, simulator.hosts);
  killed.process.kill('SIGKILL');
  await killed.end;

  const watched = await runCommand(['watch', 'simulated', '--json'], stateHome);

  expect(applied).not.toBe(before);
  expect(watched.exitCode).toBe(0);
  const report: Report = JSON.parse(watched.stdout);
  expect(report.hosts.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 8 }, () => 'done'));
  expect(await attempts('sim-02', report)).toContainEqual({ activity: 'confirmHost', attempt: 2 });

  const second = await runCommand(remediate, stateHome);
  expect(JSON.parse(second.stdout)).toMatchObject({ outcome: 'nothing-to-do', summary: { xeWrites: 0 } });

  const back = await runCommand(['rollback', 'simulated', report.run.runId, '--json'], stateHome);
  expect(back.exitCode).toBe(0);
  expect(await dumpPool(simulator.sshConfigFile, simulator.hosts)).toBe(before);
});

test('a second change of a pool is refused, with a link to the first; an audit is not', async () => {
  await slowConfirmation('sim-02', 8_000);
  const first = startCommand(remediate, stateHome);
  let running: Report['run'] | null = null;
  while (running === null) running = await runningChange();

  const second = await runCommand(remediate, stateHome);
  const audit = await runCommand(['audit', 'simulated', '--json'], stateHome);

  expect(second.exitCode).toBe(4);
  expect(JSON.parse(second.stdout)).toMatchObject({ outcome: 'refused', error: { type: 'RunInProgress' } });
  expect(second.stderr).toContain(running.url);
  expect(audit.stderr).toContain(running.url);
  expect([0, 2]).toContain(audit.exitCode);
  expect((await first.end).exitCode).toBe(0);
});

test('cancel undoes the host in flight and leaves the finished ones changed', async () => {
  await runCommand(['rollback', 'simulated'], stateHome);
  const untilSlow = await slowConfirmation('sim-03', 5_000);
  const before = await dumpPool(simulator.sshConfigFile, simulator.hosts);
  const run = startCommand(remediate, stateHome);
  await untilSlow();

  const cancel = await runCommand(['cancel', 'simulated'], stateHome);
  const { exitCode, stdout } = await run.end;

  expect(cancel.exitCode).toBe(0);
  expect(exitCode).toBe(3);
  const report: Report = JSON.parse(stdout);
  expect(report.outcome).toBe('cancelled');
  const outcomes = Object.fromEntries(report.hosts.map(({ name, outcome }) => [name, outcome]));
  expect(outcomes).toMatchObject({ 'sim-02': 'done', 'sim-03': 'rolled-back', 'sim-01': 'not-started' });
  await runCommand(['rollback', 'simulated'], stateHome);
  expect(await dumpPool(simulator.sshConfigFile, simulator.hosts)).toBe(before);
});

/** Makes a host slow when it is to be confirmed, live changes made; the answer waits until it has come so far. */
async function slowConfirmation(host: string, delayMs: number): Promise<() => Promise<void>> {
  const fault = await simulator.addFault({ kind: 'host-slow', host, delayMs, skip: beforeConfirmation, times: 1 });
  return async () => {
    while (((await simulator.fired())[fault] ?? 0) === 0) await setImmediate();
  };
}

async function attempts(host: string, { hosts, pool }: Report): Promise<{ activity: string; attempt: number }[]> {
  const uuid = hosts.find(({ name }) => name === host)?.uuid ?? '';
  const connected = await connectClient(server);
  const { events } = await connected.client.workflow.getHandle(`pool/${pool.uuid}/host/${uuid}`).fetchHistory();
  await connected.close();
  const names = new Map(
    events?.map((event) => [String(event.eventId), event.activityTaskScheduledEventAttributes?.activityType?.name]),
  );
  return (events ?? []).flatMap(({ activityTaskStartedEventAttributes: started }) =>
    started == null
      ? []
      : [{ activity: names.get(String(started.scheduledEventId)) ?? '', attempt: started.attempt ?? 0 }],
  );
}

async function runningChange(): Promise<Report['run'] | null> {
  const { stdout } = await runCommand(['status', 'simulated', '--json'], stateHome);
  const { runs }: { runs: (Report['run'] & { isRunning: boolean; workflow: string })[] } = JSON.parse(stdout);
  return runs.find((run) => run.isRunning && run.workflow === 'remediatePool') ?? null;
}

test('a run terminated from outside: the host in flight undoes itself, and rollback takes the finished ones back', async () => {
  const before = await dumpPool(simulator.sshConfigFile, simulator.hosts);
  const untilSlow = await slowConfirmation('sim-03', 5_000);
  const run = startCommand(remediate, stateHome);
  await untilSlow();
  const running = await runningChange();
  if (running === null) throw new Error('no change is under way');
  const { workflowId, runId } = running;

  const connected = await connectClient(server);
  await connected.client.workflow.getHandle(workflowId, runId).terminate('test');
  await run.end;
  const rollback = await runCommand(['rollback', 'simulated', runId, '--json'], stateHome);
  await connected.close();

  expect(rollback.exitCode).toBe(0);
  expect(await dumpPool(simulator.sshConfigFile, simulator.hosts)).toBe(before);
});
