import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setImmediate } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { readComposeFile } from '../../stack/compose-file';
import { postgresqlPrograms } from '../../stack/postgresql';
import { cachedPrograms } from '../../stack/temporal-programs';
import { runCommand } from '../support/command-line';
import { root } from '../tidy/project-files';

const programs = cachedPrograms(readComposeFile(root).temporalVersion);
const isInstalled =
  process.platform === 'linux' &&
  postgresqlPrograms('') !== null &&
  existsSync(programs.server) &&
  existsSync(programs.sqlTool);

const stateHome = mkdtempSync(path.join(tmpdir(), 'xen-offload-stack-'));
// Run by root, PostgreSQL is another user.
chmodSync(stateHome, 0o711);
const folder = path.join(stateHome, 'stack');

let stack: ChildProcess | undefined;
afterEach(async () => {
  await end('SIGKILL');
});
afterAll(() => {
  rmSync(stateHome, { recursive: true, maxRetries: 10 });
});

interface Started {
  readonly address: string;
  readonly lines: readonly string[];
}

/** `npm run stack -- --ports free --folder FOLDER`, until it is ready. */
async function start(): Promise<Started> {
  const child = spawn(
    process.execPath,
    [path.join(root, 'dist/stack/main.js'), '--ports', 'free', '--folder', folder],
    {
      cwd: stateHome,
      env: { ...process.env, XDG_STATE_HOME: stateHome },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  stack = child;
  const lines: string[] = [];
  child.stderr.on('data', (data: Buffer) => lines.push(data.toString()));
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    const address = /^Ready at (127\.0\.0\.1:\d+)/.exec(line)?.[1];
    if (address !== undefined) return { address, lines };
  }
  throw new Error(`the stack did not come up:\n${lines.join('\n')}`);
}

async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
  if (stack?.exitCode !== null || stack.signalCode !== null) return null;
  stack.kill(signal);
  await once(stack, 'exit');
  return stack.exitCode;
}

const ask = (address: string, ...command: readonly string[]): ReturnType<typeof runCommand> =>
  runCommand([...command, '--json', '--address', address], stateHome);

/** Whether anybody listens at an address of loopback. */
const answers = (address: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = net.connect(Number(address.split(':')[1]), '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => {
      resolve(false);
    });
  });

/** Asks again until it is so; the test's own timeout bounds it. */
async function untilTrue(ask: () => Promise<boolean>): Promise<void> {
  while (!(await ask())) await setImmediate();
}

const withPrograms = isInstalled ? describe : describe.skip;

withPrograms('the stack without containers (skipped without PostgreSQL and a built server: npm run stack)', () => {
  test('carries out a remediation, stops all it started, and knows the run the next time', async () => {
    const first = await start();
    const { stdout, stderr, exitCode } = await ask(first.address, 'remediate', 'simulated:3', '--policy', 'classic');

    expect({ exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      outcome: 'done',
      summary: { hosts: 3, changed: 3, failed: 0, rolledBack: 0 },
    });
    expect(await end('SIGTERM')).toBe(0);
    expect(await answers(first.address)).toBe(false);
    expect(existsSync(path.join(folder, 'postgresql/postmaster.pid'))).toBe(false);

    const second = await start();
    const status = await ask(second.address, 'status', 'simulated:3');

    expect(JSON.parse(status.stdout)).toMatchObject({ runs: [{ outcome: 'done', hostsChanged: 3 }] });
    expect(await end('SIGTERM')).toBe(0);
  });

  test('leaves no program behind when it is killed, and its password nowhere but in its file', async () => {
    const { address, lines } = await start();

    await end('SIGKILL');

    await untilTrue(async () => !(await answers(address)));
    await untilTrue(() => Promise.resolve(!existsSync(path.join(folder, 'postgresql/postmaster.pid'))));

    const logFolder = path.join(folder, 'logs');
    const logs = readdirSync(logFolder).map((name) => readFileSync(path.join(logFolder, name), 'utf8'));
    const password = readFileSync(path.join(folder, 'postgres-password'), 'utf8');
    expect(password).toMatch(/^[0-9a-f]{48}$/);
    expect([...lines, ...logs].filter((text) => text.includes(password))).toEqual([]);
  });
});
