import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ensureSimulator, stopSimulator } from '../../../lab/simulated/process';
import { hasOpenSsh, overSsh } from './openssh';

let directory: string;

beforeEach(() => {
  directory = path.join(mkdtempSync(path.join(os.tmpdir(), 'xen-offload-proc-')), 'simulated');
});

afterEach(async () => {
  await stopSimulator(directory);
  rmSync(path.dirname(directory), { recursive: true, force: true });
});

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

test('two who need the simulator at once get the same one, and it goes when it is stopped', async () => {
  const [first, second] = await Promise.all([
    ensureSimulator({ directory, hosts: 2 }),
    ensureSimulator({ directory, hosts: 2 }),
  ]);
  expect(second.pid).toBe(first.pid);
  expect(first.hosts).toHaveLength(2);
  await stopSimulator(directory);
  expect(isAlive(first.pid)).toBe(false);
});

test('a later start finds the same pool, a fresh one another', async () => {
  const first = await ensureSimulator({ directory, hosts: 1 });
  await stopSimulator(directory);
  const second = await ensureSimulator({ directory, hosts: 1 });
  expect(second.pool).toEqual(first.pool);
  expect(second.hosts).toEqual(first.hosts);
  const fresh = await ensureSimulator({ directory, hosts: 1, fresh: true });
  expect(fresh.pool.uuid).not.toBe(first.pool.uuid);
  expect(isAlive(second.pid)).toBe(false);
});

test('another number of hosts than it has is refused, and it goes on', async () => {
  const { pid } = await ensureSimulator({ directory, hosts: 2 });
  await expect(ensureSimulator({ directory, hosts: 3 })).rejects.toMatchObject({ type: 'WrongUsage' });
  expect((await ensureSimulator({ directory, hosts: 2 })).pid).toBe(pid);
  const anew = await ensureSimulator({ directory, hosts: 3, fresh: true });
  expect(anew.hosts).toHaveLength(3);
});

(hasOpenSsh ? test : test.skip)('another process arms faults and reads what they did', async () => {
  const simulator = await ensureSimulator({ directory, hosts: 1 });
  const id = await simulator.addFault({ kind: 'host-unreachable', host: 'sim-01', times: 1 });
  expect((await overSsh(simulator, 'sim-01', 'true')).exitCode).toBe(255);
  expect((await overSsh(simulator, 'sim-01', 'ethtool -k eth0')).exitCode).toBe(0);
  expect(await simulator.fired()).toEqual({ [id]: 1 });
  expect(await simulator.counters()).toMatchObject({ executions: 1, calls: { ethtool: 1 } });
  await simulator.clearFaults();
  expect(await simulator.fired()).toEqual({});
});

test('a simulator that was killed leaves a pool that starts again', async () => {
  const first = await ensureSimulator({ directory, hosts: 1 });
  process.kill(first.pid, 'SIGKILL');
  while (isAlive(first.pid)) await sleep(10);
  const second = await ensureSimulator({ directory, hosts: 1 });
  expect(second.pool).toEqual(first.pool);
});

test('a simulator whose directory is gone ends by itself', async () => {
  const { pid } = await ensureSimulator({ directory, hosts: 1 });
  rmSync(directory, { recursive: true, force: true });
  while (isAlive(pid)) await sleep(50);
  expect(existsSync(directory)).toBe(false);
});

test('a fault that a simulated host cannot have is refused, not taken in silence', async () => {
  const simulator = await ensureSimulator({ directory, hosts: 1 });
  await expect(simulator.addFault({ kind: 'link-cut', host: 'sim-01' })).rejects.toThrow('link-cut cannot be made');
  expect(await simulator.fired()).toEqual({});
});
