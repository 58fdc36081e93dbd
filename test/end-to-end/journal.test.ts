import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { dumpPool } from '../../chaos/dump-pool';
import type { Report } from '../../domain/report';
import { ensureSimulator, stopSimulator } from '../../lab/simulated/process';
import type { RunningSimulator } from '../../lab/simulated/running-simulator';
import { runCommand } from '../support/command-line';

let folder: string;
let simulator: RunningSimulator;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'xen-offload-journal-'));
  simulator = await ensureSimulator({ directory: path.join(folder, 'simulated'), hosts: 3 });
});
afterAll(async () => {
  await stopSimulator(simulator.directory);
  await rm(folder, { recursive: true, force: true });
});

const dump = (): Promise<string> => dumpPool(simulator.sshConfigFile, simulator.hosts);

/** Runs a command with a Temporal server of its own: another state folder is a server that knows nothing. */
async function run(
  server: string,
  ...words: string[]
): Promise<{ exitCode: number | null; report: Report; said: string }> {
  const [command = '', ...options] = words;
  const pool = [`root@${simulator.coordinatorAddress}`, ...options, '--ssh-config', simulator.sshConfigFile, '--json'];
  const { exitCode, stdout, stderr } = await runCommand([command, ...pool], path.join(folder, server), folder);
  return { exitCode, report: JSON.parse(stdout), said: stderr };
}

test('a server that knows nothing of a change takes it back by what the hosts remember, and only once', async () => {
  const before = await dump();
  const change = await run('one', 'remediate', '--policy', 'classic', '--soak', '0');
  const changed = await dump();

  const back = await run('other', 'rollback');

  expect(change.exitCode).toBe(0);
  expect(changed).not.toBe(before);
  expect(back.said).toContain('the hosts are asked');
  expect(back.report.hosts.map(({ name, outcome }) => [name, outcome])).toEqual([
    ['sim-02', 'done'],
    ['sim-03', 'done'],
    ['sim-01', 'done'],
  ]);
  expect(back.exitCode).toBe(0);
  expect(await dump()).toBe(before);

  const again = await run('third', 'rollback');
  expect(again).toMatchObject({ exitCode: 64, report: { error: { type: 'NothingToRollBack' } } });
});

test('a run that is named is taken back, though a later one is remembered too', async () => {
  const before = await dump();
  const guests = await run('one', 'remediate', '--policy', 'guests', '--local', '--soak', '0');
  const afterGuests = await dump();
  const classic = await run('one', 'remediate', '--policy', 'classic', '--stored', '--soak', '0');

  const back = await run('other', 'rollback', classic.report.run.runId);
  expect(back.exitCode).toBe(0);
  expect(await dump()).toBe(afterGuests);

  await run('other', 'rollback', guests.report.run.runId);
  expect(await dump()).toBe(before);
});

test('a run that no host remembers is not guessed', async () => {
  const none = await run('other', 'rollback', 'no-such-run');
  expect(none).toMatchObject({ exitCode: 64, report: { error: { type: 'NothingToRollBack' } } });
});
