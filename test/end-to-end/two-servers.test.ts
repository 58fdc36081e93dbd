import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { dumpPool } from '../../chaos/dump-pool';
import type { Report } from '../../domain/report';
import { ensureSimulator, stopSimulator } from '../../lab/simulated/process';
import type { RunningSimulator } from '../../lab/simulated/running-simulator';
import { runCommand, startCommand } from '../support/command-line';

let folder: string;
let simulator: RunningSimulator;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'xen-offload-two-servers-'));
  simulator = await ensureSimulator({ directory: path.join(folder, 'simulated'), hosts: 2 });
});
afterAll(async () => {
  await stopSimulator(simulator.directory);
  await rm(folder, { recursive: true, force: true });
});

/** Executions on the canary before its change: inspect, detect, hold. */
const beforeChange = 3;

async function isStruck(id: string): Promise<void> {
  while (((await simulator.fired())[id] ?? 0) === 0) await setImmediate();
}

test('a host that one Temporal server’s run holds is refused to another’s, and left as it is', async () => {
  const pool = `root@${simulator.coordinatorAddress}`;
  const words = ['remediate', pool, '--ssh-config', simulator.sshConfigFile, '--policy', 'classic', '--json'];
  const before = await dumpPool(simulator.sshConfigFile, simulator.hosts);
  const slow = { kind: 'host-slow', host: 'sim-02', delayMs: 20_000, skip: beforeChange, times: 1 } as const;
  const id = await simulator.addFault(slow);
  const first = startCommand(words, path.join(folder, 'one'), folder);
  await Promise.race([isStruck(id), first.end.then(({ stderr }) => Promise.reject(new Error(stderr)))]);

  const second = await runCommand([...words, '--soak', '0'], path.join(folder, 'other'), folder);
  const afterSecond = await dumpPool(simulator.sshConfigFile, simulator.hosts);
  const firstEnd = await first.end;

  const report: Report = JSON.parse(second.stdout);
  expect(report.hosts.map(({ name, outcome, error }) => [name, outcome, error?.type])).toEqual([
    ['sim-02', 'refused', 'HostLocked'],
    ['sim-01', 'not-started', undefined],
  ]);
  expect(second.exitCode).toBe(4);
  expect(afterSecond).toBe(before);
  expect(firstEnd.exitCode).toBe(0);
});
