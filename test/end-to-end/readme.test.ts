import { mkdtempSync, readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { resolvePool } from '../../config/resolve-pool';
import { ensureSimulator, stopSimulator } from '../../lab/simulated/process';
import type { RunningSimulator } from '../../lab/simulated/running-simulator';
import { joinLocalServer, type LocalServer } from '../../temporal/local-server';
import { hasSaid, runCommand, startCommand, type RunningCommand } from '../support/command-line';

const readme = readFileSync(path.join(__dirname, '../../README.md'), 'utf8');
const commands = [...readme.matchAll(/^npx xen-offload (.*?)\s*(?:#.*)?$/gm)]
  .map(([, words]) => words ?? '')
  .filter((words) => words !== 'up');
const stateHome = mkdtempSync(path.join(tmpdir(), 'xen-offload-readme-'));
const stateDir = path.join(stateHome, 'xen-offload');

let server: LocalServer;
let hosts: RunningSimulator;
let up: RunningCommand;
beforeAll(async () => {
  server = await joinLocalServer({ stateDir, progress: () => undefined });
  hosts = await ensureSimulator({ directory: path.join(stateHome, 'real'), hosts: 2 });
  up = startCommand(['up'], stateHome);
  await hasSaid(up, 'Web UI:');
});
afterAll(async () => {
  up.process.kill('SIGTERM');
  await up.end;
  const simulated = ['simulated', 'simulated-3'].map((name) => path.join(stateDir, 'simulated', name));
  await Promise.all([hosts.directory, ...simulated].map(stopSimulator));
  await server.leave();
  await rm(stateHome, { recursive: true, force: true });
});

describe('every command of the README runs, in its order', () => {
  test.each(commands)('xen-offload %s', async (words) => {
    // No test reaches 10.0.0.11: the first member of a pool on loopback answers in its place.
    const args = words
      .replace('root@10.0.0.11', `root@${hosts.coordinatorAddress} --ssh-config ${hosts.sshConfigFile}`)
      .replace(/^(rollback root@\S+) .*$/, '$1')
      .split(' ');

    const { exitCode, stderr, stdout } = await runCommand(
      [...args, ...(args.includes('remediate') ? ['--soak', '0'] : [])],
      stateHome,
    );

    expect({ exitCode, stderr: exitCode === expected(words) ? '' : stderr }).toEqual({
      exitCode: expected(words),
      stderr: '',
    });
    if (words.includes('--json')) expect(JSON.parse(stdout)).toMatchObject({ command: 'remediate', outcome: 'done' });
  });

  test('npm start is the remediation of a fresh simulated pool', () => {
    const { scripts }: { scripts: Record<string, string> } = JSON.parse(
      readFileSync(path.join(__dirname, '../../package.json'), 'utf8'),
    );

    expect(scripts.start).toBe('node dist/client/main.js remediate simulated --fresh --policy classic');
  });
});

/** A policy's plan is not empty: exit code 2; so is a new pool's audit, which has a value that is stored and not in force. */
const expected = (words: string): number => (/--policy .*--dry-run|^audit/.test(words) ? 2 : 0);

test('the xen-offload.yaml of the README is understood', async () => {
  const yaml = /```yaml\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  const configFile = path.join(stateHome, 'xen-offload.yaml');
  await writeFile(configFile, yaml);

  const pool = await resolvePool('prod-a', { configFile, stateDir });

  expect(pool.policy).toEqual({ kind: 'custom', pif: { tx: 'off', gro: 'off' }, vif: { tx: 'off' } });
  expect(pool.waves).toEqual({ canary: 1, size: 8, soakSeconds: 30, maxFailures: 0 });
});
