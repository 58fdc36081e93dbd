import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { searchAttributes } from '../../domain/search-attributes';
import { connectClient } from '../../temporal/connect';
import { devServerBinary } from '../../temporal/dev-server-binary';
import { joinLocalServer, type LocalServer } from '../../temporal/local-server';
import { identify, isAlive } from '../../temporal/process-identity';
import { stopServer } from '../../temporal/server-process';

const recordSchema = z.object({ pid: z.int(), started: z.string(), port: z.int(), uiPort: z.int() });
const joinedSchema = z.object({ address: z.string(), foundBy: z.string() });

let stateDir = '';
let users: User[] = [];

beforeEach(async () => {
  stateDir = await mkdtemp(path.join(tmpdir(), 'local-server-'));
  users = [];
});

afterEach(async () => {
  for (const { child } of users) child.kill('SIGKILL');
  // A test that failed may have left its server.
  const left = await record().catch(() => null);
  if (left !== null) await stopServer(left);
  await rm(stateDir, { recursive: true, force: true });
});

const recordFile = (): string => path.join(stateDir, 'server.json');
const record = async () => recordSchema.parse(JSON.parse(await readFile(recordFile(), 'utf8')));

const join = (): Promise<LocalServer> => joinLocalServer({ stateDir, progress: () => undefined });

interface User {
  readonly child: ChildProcessByStdio<Writable, Readable, null>;
  readonly joined: Promise<z.infer<typeof joinedSchema>>;
}

/** Another command: a process of its own that joins the same server. */
function startUser(environment: NodeJS.ProcessEnv = {}): User {
  const hook = path.join(__dirname, '../support/load-typescript.cjs');
  const child = spawn(process.execPath, ['-r', hook, path.join(__dirname, 'server-user.ts'), stateDir], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  });
  const lines = readline.createInterface(child.stdout);
  const joined = once(lines, 'line').then(([line]: unknown[]) => joinedSchema.parse(JSON.parse(String(line))));
  const user = { child, joined };
  users.push(user);
  return user;
}

async function killUser({ child }: User): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

describe('the local server', () => {
  test('is shared by two commands and stopped by the last one that leaves', async () => {
    const first = await join();
    const second = await join();
    expect([first.foundBy, second.foundBy]).toEqual(['started', 'attached']);
    expect(second.address).toBe(first.address);
    const server = await record();
    expect(await first.leave()).toBe(false);
    expect(isAlive(server)).toBe(true);
    expect(await second.leave()).toBe(true);
    expect(isAlive(server)).toBe(false);
  });

  test('is one, however many commands start at once', async () => {
    const joined = await Promise.all([startUser().joined, startUser().joined, join()]);
    expect(new Set(joined.map(({ address }) => address)).size).toBe(1);
    expect(joined.map(({ foundBy }) => foundBy).sort()).toEqual(['attached', 'attached', 'started']);
  });

  test('is started again when it ended by itself, as when somebody took its port', async () => {
    const binary = path.join(stateDir, 'temporal');
    const real = await devServerBinary(() => undefined);
    await writeFile(
      binary,
      `#!/bin/sh\n[ -e '${binary}.ended' ] || { : >'${binary}.ended'; sleep 0.3; exit 1; }\nexec '${real}' "$@"\n`,
    );
    await chmod(binary, 0o755);
    expect(await startUser({ TEMPORAL_CLI_PATH: binary }).joined).toMatchObject({ foundBy: 'started' });
    expect(existsSync(`${binary}.ended`)).toBe(true);
  });

  test('is started anew when the one that seemed to run ends just now', async () => {
    const dying = spawn('sleep', ['0.3'], { stdio: 'ignore' });
    const identity = identify(dying.pid ?? 0);
    await writeFile(recordFile(), JSON.stringify({ ...identity, port: 9, uiPort: 9 }));

    expect(await startUser().joined).toMatchObject({ foundBy: 'started' });
  });

  test('is adopted when the command that started it was killed', async () => {
    const user = startUser();
    const { address } = await user.joined;
    await killUser(user);
    const adopter = await join();
    expect(adopter).toMatchObject({ foundBy: 'adopted', address });
    const server = await record();
    expect(await adopter.leave()).toBe(true);
    expect(isAlive(server)).toBe(false);
  });

  test('outlives a killed command that others share it with', async () => {
    const survivor = await join();
    const user = startUser();
    expect(await user.joined).toMatchObject({ foundBy: 'attached' });
    await killUser(user);
    expect(isAlive(await record())).toBe(true);
    expect(await survivor.leave()).toBe(true);
  });

  test('that was killed is replaced by one that still knows its runs', async () => {
    const first = await join();
    const runId = await startRun(first);
    const server = await record();
    process.kill(server.pid, 'SIGKILL');
    await stopServer(server);
    const second = await join();
    expect(second.foundBy).toBe('started');
    expect(await describeRun(second)).toBe(runId);
    await second.leave();
  });

  test.each([
    ['is damaged', '{"pid": 1'],
    ['names a process that has ended', JSON.stringify({ pid: 2_147_483_646, started: '1', port: 1, uiPort: 2 })],
    ['names a later process of the same pid', JSON.stringify({ pid: process.pid, started: '1', port: 1, uiPort: 2 })],
  ])('is started anew when server.json %s', async (_, text) => {
    await writeFile(recordFile(), text);
    const server = await join();
    expect(server.foundBy).toBe('started');
    expect(await server.leave()).toBe(true);
  });

  test('that replaced a dead one is stopped too, by whoever leaves last', async () => {
    const first = await join();
    const dead = await record();
    process.kill(dead.pid, 'SIGKILL');
    await stopServer(dead);
    const second = await join();
    const replacement = await record();
    expect(await second.leave()).toBe(false);
    expect(await first.leave()).toBe(true);
    expect(isAlive(replacement)).toBe(false);
  });

  test.each([
    ['was never written, its client killed before', () => rm(recordFile())],
    ['was damaged', () => writeFile(recordFile(), '{"pid": 1')],
  ])('is found among all processes when server.json %s: never two on one database', async (_, lose) => {
    const first = await join();
    const server = await record();
    await lose();
    const second = await join();
    expect(second).toMatchObject({ foundBy: 'attached', address: first.address, uiUrl: first.uiUrl });
    expect(await record()).toEqual(server);
    await first.leave();
    expect(await second.leave()).toBe(true);
    expect(isAlive(server)).toBe(false);
  });

  test('is reached past a proxy that the environment names', async () => {
    const user = startUser({ http_proxy: 'http://127.0.0.1:1', no_proxy: '' });
    expect(await user.joined).toMatchObject({ foundBy: 'started' });
  });

  test('is not waited for when its state folder cannot be written', async () => {
    const file = path.join(stateDir, 'file');
    await writeFile(file, '');
    await expect(
      joinLocalServer({ stateDir: path.join(file, 'state'), progress: () => undefined }),
    ).rejects.toMatchObject({
      type: 'ServerUnavailable',
      message: expect.stringContaining(`the state folder ${file}/state cannot be written`),
    });
  });

  test('keeps runs for 30 days and knows every search attribute', async () => {
    const server = await join();
    expect(await namespaceFacts(server)).toEqual({ retentionHours: 720, attributes: attributeNames });
    await server.leave();
  });

  test('gets the search attributes that an earlier version did not have', async () => {
    const server = await join();
    const connected = await connectClient(server);
    await connected.client.connection.operatorService.removeSearchAttributes({
      namespace: server.namespace,
      searchAttributes: ['RolledBackRun'],
    });
    await connected.close();
    const later = await join();
    expect(await namespaceFacts(later)).toMatchObject({ attributes: attributeNames });
  });
});

const attributeNames = searchAttributes.map(({ name }) => name).sort();

async function namespaceFacts({ address, namespace }: LocalServer) {
  const connected = await connectClient({ address, namespace });
  const { workflowService, operatorService } = connected.client.connection;
  const { config } = await workflowService.describeNamespace({ namespace });
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  await connected.close();
  return {
    retentionHours: Number(String(config?.workflowExecutionRetentionTtl?.seconds ?? 0)) / 3600,
    attributes: Object.keys(customAttributes)
      .filter((name) => attributeNames.some((known) => known === name))
      .sort(),
  };
}

async function startRun(server: LocalServer): Promise<string> {
  const connected = await connectClient(server);
  const handle = await connected.client.workflow.start('kept', { taskQueue: 'nobody', workflowId: 'kept' });
  await connected.close();
  return handle.firstExecutionRunId;
}

async function describeRun(server: LocalServer): Promise<string> {
  const connected = await connectClient(server);
  const { runId } = await connected.client.workflow.getHandle('kept').describe();
  await connected.close();
  return runId;
}
