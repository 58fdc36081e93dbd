import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ensureSimulator, stopSimulator } from '../../lab/simulated/process';
import type { RunningSimulator } from '../../lab/simulated/running-simulator';
import type { ServerAddress } from '../../temporal/connect';
import { hasSaid, runCommand, startCommand, type RunningCommand } from '../support/command-line';
import { dumpPool } from '../../chaos/dump-pool';
import { freePort } from '../support/sshd';
import { testNamespace } from '../support/temporal';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'xen-offload-service-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

interface Status {
  readonly runs: readonly { readonly runId: string; readonly isRunning: boolean; readonly outcome: string }[];
}

describe('with `up` in one terminal', () => {
  const remediate = ['remediate', 'simulated:3', '--policy', 'classic', '--detach', '--json'];
  const run = (...words: string[]) => runCommand(words, home);
  let up: RunningCommand;
  const start = async (): Promise<void> => {
    up = startCommand(['up'], home);
    await hasSaid(up, 'Web UI:');
  };
  afterAll(async () => {
    up.process.kill('SIGTERM');
    await up.end;
  });

  test('before it is there, a detached run and a schedule are refused, naming it', async () => {
    for (const words of [remediate, ['schedule', 'create', 'simulated:3', '--every', '1d']]) {
      const { exitCode, stderr } = await runCommand(words, home);

      expect(stderr).toContain('xen-offload up');
      expect(exitCode).toBe(4);
    }
  });

  test('a detached run goes on by itself, though its worker is killed and started again', async () => {
    await start();
    const directory = path.join(home, 'xen-offload/simulated/simulated-3');
    const simulator = await ensureSimulator({ directory, hosts: 3 });
    const before = await dumpPool(simulator.sshConfigFile, simulator.hosts);
    const fault = await simulator.addFault({ kind: 'host-slow', host: 'sim-02', delayMs: 30_000, skip: 4, times: 1 });

    const { exitCode, stdout } = await runCommand(remediate, home);
    const started: { run: { runId: string } } = JSON.parse(stdout);
    while (((await simulator.fired())[fault] ?? 0) === 0) await setImmediate();
    up.process.kill('SIGKILL');
    await up.end;
    const between: Status = JSON.parse((await run('status', 'simulated:3', '--json')).stdout);
    await start();
    let now = between;
    while (now.runs[0]?.isRunning === true) now = JSON.parse((await run('status', 'simulated:3', '--json')).stdout);
    const watched = await run('watch', 'simulated:3', started.run.runId, '--json');

    expect(exitCode).toBe(0);
    expect(between.runs).toMatchObject([{ runId: started.run.runId, isRunning: true }]);
    expect(now.runs).toMatchObject([{ runId: started.run.runId, outcome: 'done' }]);
    expect(JSON.parse(watched.stdout)).toMatchObject({ outcome: 'done', summary: { hosts: 3, changed: 3 } });
    expect((await run('rollback', 'simulated:3', '--json')).exitCode).toBe(0);
    expect(await dumpPool(simulator.sshConfigFile, simulator.hosts)).toBe(before);
  });

  test.each<[string, string[], string]>([
    ['a cron expression', ['--cron', 'every day'], 'CronString'],
    ['a time zone', ['--cron', '0 3 * * *', '--timezone', 'Mars/Base'], 'unknown time zone Mars/Base'],
    ['an interval', ['--every', '0s'], 'interval is too small'],
  ])('%s that is none is wrong usage, with the reason', async (_, words, reason) => {
    const { exitCode, stderr } = await run('schedule', 'create', 'simulated:3', ...words);

    expect(stderr).toContain(reason);
    expect(exitCode).toBe(64);
  });

  test('a schedule is created, changed by creating it again, listed, and deleted', async () => {
    const created = await run('schedule', 'create', 'simulated:3', '--every', '1d', '--json');
    const changed = await run(
      'schedule',
      'create',
      'simulated:3',
      '--cron',
      '0 3 * * *',
      '--timezone',
      'Europe/Berlin',
    );
    const listed = await run('schedule', 'list', '--json');
    const deleted = await run('schedule', 'delete', 'simulated:3');
    const shown = await run('schedule', 'show', 'simulated:3');

    expect(JSON.parse(created.stdout)).toMatchObject({ created: true, schedule: { when: 'every 1d', paused: false } });
    expect(changed.stdout).toContain('Changed.');
    expect(JSON.parse(listed.stdout)).toMatchObject({
      schedules: [{ pool: 'simulated:3', when: '0 3 * * * Europe/Berlin' }],
    });
    expect(deleted.exitCode).toBe(0);
    expect(shown.stderr).toContain('pool simulated:3 has no schedule');
    expect(shown.exitCode).toBe(64);
  });
});

describe('on a server that is there without us', () => {
  let server: ServerAddress;
  let hosts: RunningSimulator;
  let workerHome: string;
  let clientHome: string;
  let workers: RunningCommand[] = [];
  const [address, namespace] = [(): string => server.address, (): string => server.namespace];
  const on = (): string[] => ['--address', address(), '--namespace', namespace()];
  const client = (...words: string[]) => runCommand([...words, ...on()], clientHome);

  async function startWorker(...words: string[]): Promise<RunningCommand> {
    const config = path.join(workerHome, 'xen-offload.yaml');
    const worker = startCommand(['worker', ...on(), '--config', config, ...words], workerHome);
    workers.push(worker);
    await hasSaid(worker, 'Serving');
    return worker;
  }

  beforeAll(async () => {
    server = await testNamespace();
    workerHome = path.join(home, 'of-worker');
    clientHome = await mkdtemp(path.join(home, 'of-client-'));
    hosts = await ensureSimulator({ directory: path.join(workerHome, 'hosts'), hosts: 2 });
    const ssh = `{ sshConfig: ${hosts.sshConfigFile} }`;
    const pool = `{ hosts: [root@${hosts.coordinatorAddress}], ssh: ${ssh}, policy: guests, waves: { soak: 0s } }`;
    await writeFile(path.join(workerHome, 'xen-offload.yaml'), `pools:\n  prod-a: ${pool}\n`);
  });
  afterAll(async () => {
    for (const { process: child } of workers) child.kill('SIGTERM');
    await Promise.all(workers.map(({ end }) => end));
    await stopSimulator(hosts.directory);
  });

  test.each<[string, string[]]>([
    ['a client', ['status', 'prod-a']],
    ['a worker, which then ends', ['worker']],
  ])('%s is told that the server has no such namespace, and how to make it', async (_, words) => {
    const there = ['--address', address(), '--namespace', 'nowhere'];
    const { exitCode, stderr } = await runCommand([...words, ...there], clientHome);

    expect(stderr).toContain(`the Temporal server at ${address()} has no namespace nowhere`);
    expect(stderr).toContain('xen-offload prepare-server');
    expect(exitCode).toBe(1);
  });

  test('without a worker nothing is started, and the message says how to start one', async () => {
    const { exitCode, stderr } = await client('remediate', 'prod-a');

    expect(stderr).toContain(`start one with xen-offload worker --address ${address()}`);
    expect(stderr).toContain('NoWorker');
    expect(exitCode).toBe(4);
  });

  test('a client without configuration, keys or SSH remediates a pool that the worker knows by name', async () => {
    const worker = await startWorker();

    const done = await client('remediate', 'prod-a', '--json');
    const listed = await client('status', 'prod-a', '--json');
    const unknown = await client('audit', 'prod-b');

    expect(JSON.parse(done.stdout)).toMatchObject({ outcome: 'done', summary: { changed: 2 } });
    expect(JSON.parse(listed.stdout)).toMatchObject({ runs: [{ workflow: 'remediatePool', outcome: 'done' }] });
    expect(unknown.stderr).toContain('no pool is called prod-b; did you mean prod-a?');
    expect(unknown.exitCode).toBe(64);
    worker.process.kill('SIGTERM');
    expect((await worker.end).exitCode).toBe(0);
    workers = workers.filter((each) => each !== worker);
  });

  test('a worker that is asked to end lets another go on', async () => {
    await hosts.addFault({ kind: 'host-slow', host: 'sim-02', delayMs: 3_000, skip: 0, times: 1 });
    const first = await startWorker();
    const detached = await client('rollback', 'prod-a', '--detach', '--json');
    const second = await startWorker();
    first.process.kill('SIGTERM');
    const ended = await first.end;

    const watched = await client('watch', 'prod-a', '--json');

    expect(detached.exitCode).toBe(0);
    expect(ended.exitCode).toBe(0);
    expect(JSON.parse(watched.stdout)).toMatchObject({ outcome: 'done', summary: { changed: 2 } });
    second.process.kill('SIGTERM');
    expect((await second.end).exitCode).toBe(0);
    workers = [];
  });

  test('a worker tells those who watch over it how it is', async () => {
    const [health, metrics] = [await freePort(), await freePort()];
    await startWorker('--health-port', String(health), '--metrics-port', String(metrics));

    const well = await fetch(`http://127.0.0.1:${String(health)}/healthz`);
    const figures = await (await fetch(`http://127.0.0.1:${String(metrics)}/metrics`)).text();

    expect([well.status, await well.json()]).toEqual([200, { serving: true }]);
    expect(figures).toContain('temporal_worker_task_slots_available');
  });

  test.each<[string, string[]]>([
    ['an address of a host', ['audit', 'root@127.0.0.1']],
    ['SSH flags', ['audit', 'prod-a', '--identity', 'key']],
    ['--fresh', ['remediate', 'prod-a', '--policy', 'classic', '--fresh']],
  ])('%s is wrong usage here: pools are known to the worker, by name', async (_, words) => {
    const { exitCode, stderr } = await client(...words);

    expect(stderr).toContain('local mode');
    expect(exitCode).toBe(64);
  });
});
