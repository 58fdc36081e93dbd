import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { unzipSync } from 'fflate';
import { plainSession, type Session } from '../../client/session';
import { findPool, startRemediation, unwrap } from '../../client/start-run';
import type { RemediateInput, RunRef } from '../../domain/pool-run';
import { lambdaTaskQueue } from '../../domain/workflow-ids';
import { startSimulator, type Simulator } from '../../lab/simulated/start-simulator';
import { version } from '../../package.json';
import { connectClient, type ServerAddress } from '../../temporal/connect';
import { loadEncryption } from '../../temporal/encryption/encryption';
import { historyEvents } from '../../temporal/history-events';
import { dumpPool } from '../../chaos/dump-pool';
import { quickWaves } from '../support/lab';
import { LambdaFunction, type Invocation } from '../support/lambda-function';
import { testNamespace } from '../support/temporal';

const root = path.join(__dirname, '../..');
const machines = { x86_64: 0x3e, arm64: 0xb7 };
type Arch = keyof typeof machines;

const zips = new Map<Arch, Readonly<Record<string, Uint8Array>>>();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'xen-offload-lambda-'));
  const buildBoth = (['x86_64', 'arm64'] as const).map(async (arch) => zips.set(arch, await buildZip(arch)));
  await Promise.all(buildBoth);
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function buildZip(arch: Arch): Promise<Readonly<Record<string, Uint8Array>>> {
  await promisify(execFile)(process.execPath, [path.join(root, 'scripts/build-lambda.mjs'), '--arch', arch]);
  return unzipSync(await readFile(path.join(root, `dist/lambda/xen-offload-${arch}.zip`)));
}

const zipFor = (arch: Arch): Readonly<Record<string, Uint8Array>> => zips.get(arch) ?? {};

test.each(['x86_64', 'arm64'] as const)(
  'the zip for %s has every host script, and no program but the one of its processor',
  async (arch) => {
    const files = zipFor(arch);
    const scripts = await Promise.all(
      ['activities', 'ssh'].map(async (room) => {
        const found = await readdir(path.join(root, room), { recursive: true });
        return found.filter((file) => file.endsWith('.sh')).map((file) => `dist/${room}/${file}`);
      }),
    );
    const programs = Object.entries(files).filter(([name, bytes]) => isElf(bytes) || /\.(node|exe|dll)$/.test(name));

    expect(Object.keys(files)).toEqual(expect.arrayContaining(scripts.flat()));
    expect(programs.map(([, bytes]) => isElf(bytes) && bytes[18])).toEqual([machines[arch]]);
  },
);

const isElf = (bytes: Uint8Array): boolean => Buffer.from(bytes.subarray(0, 4)).toString('latin1') === '\x7fELF';

/** Work goes on for a second and a half; the rest is what a worker keeps to end in. */
const timeoutMs = 21_500;

test('a remediation goes on from invocation to invocation, in a process that was frozen and in a new one; a step that a deadline cut is done again', async () => {
  const keyFile = await writeKey();
  const encryption = await loadEncryption(keyFile);
  const server = await testNamespace();
  const simulator = await startSimulator({ directory: path.join(folder, 'simulated'), hosts: 2, seed: 'lambda' });
  const connected = await connectClient(server, encryption?.dataConverter);
  const lambda = new LambdaFunction(await unpack(simulator), {
    TEMPORAL_ADDRESS: server.address,
    TEMPORAL_NAMESPACE: server.namespace,
    XEN_OFFLOAD_ENCRYPTION_KEY_FILE: keyFile,
  });
  try {
    const session = plainSession(connected, { taskQueue: lambdaTaskQueue, ...encryption });
    const [first] = await Promise.all([lambda.invoke(timeoutMs), makeCurrent(session, server)]);
    const invocations = [first];
    const hang = simulator.faults.add({ kind: 'call-hangs', call: '^xe pif-param-set', times: 1 });
    simulator.faults.add({ kind: 'host-slow', delayMs: 200 });

    const { poolRef } = await carry(findPool(session, 'lab'), lambda, invocations);
    const run = await startRemediation(session, { ...remediation, poolRef });
    const result = await carry(unwrap(run.result()), lambda, invocations);

    expect(result.outcome).toBe('done');
    const change = { workflowId: run.workflowId, runId: run.firstExecutionRunId };
    const tasks = await tasksOf(session, [change, ...result.hosts.flatMap((host) => host.run ?? [])]);
    const workers = new Set(tasks.map(({ identity }) => identity));
    expect(workers.size).toBeGreaterThan(2);
    expect(invocations.map(({ identity }) => identity)).toEqual(expect.arrayContaining([...workers]));
    expect(invocations.filter(({ isColdStart }) => isColdStart)).toHaveLength(2);
    expect(invocations.filter(({ leftMs }) => leftMs <= 0)).toEqual([]);
    expect(simulator.faults.fired()[hang]).toBe(1);
    expect(tasks.filter(({ attempt }) => attempt > 1)).toHaveLength(1);
    simulator.faults.clear();
    const dump = await dumpPool(simulator.sshConfigFile, simulator.hosts);
    expect(dump).not.toMatch(/^(.x-checksumming|scatter-gather|(tcp|generic)-segmentation-offload): on$/m);
    expect(dump).toMatch(/ethtool-rx: off; ethtool-tx: off; ethtool-sg: off; ethtool-tso: off/);
  } finally {
    await lambda.recycle();
    await connected.close();
    await simulator.stop();
  }
});

const remediation: Omit<RemediateInput, 'poolRef'> = {
  pool: 'lab',
  policy: { kind: 'classic' },
  scope: 'both',
  selection: { only: [], exclude: [] },
  waves: quickWaves,
  captureSeconds: 1,
  needsApproval: false,
  measure: null,
};

async function writeKey(): Promise<string> {
  const file = path.join(folder, 'encryption-key');
  await writeFile(file, randomBytes(32).toString('base64'), { mode: 0o600 });
  return file;
}

/** Unpacks the zip for this machine where no node_modules is near, with a configuration that knows the pool. */
async function unpack({ coordinatorAddress, sshConfigFile }: Simulator): Promise<string> {
  const taskRoot = path.join(folder, 'task');
  for (const [name, bytes] of Object.entries(zipFor(process.arch === 'arm64' ? 'arm64' : 'x86_64'))) {
    const file = path.join(taskRoot, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }
  const pools = { lab: { hosts: [coordinatorAddress], ssh: { sshConfig: sshConfigFile } } };
  await writeFile(path.join(taskRoot, 'xen-offload.yaml'), JSON.stringify({ pools }));
  return taskRoot;
}

/** Makes our build the one that new runs begin on; a server knows it from its first poll on. */
async function makeCurrent({ client }: Session, { namespace }: ServerAddress): Promise<void> {
  const build = { namespace, deploymentName: 'xen-offload', buildId: version };
  const isSet = (): Promise<boolean> =>
    client.workflowService.setWorkerDeploymentCurrentVersion(build).then(
      () => true,
      () => false,
    );
  while (!(await isSet())) await setImmediate();
}

/** Invokes the function until the work is done, as a server's worker controller would; its process is replaced once. */
async function carry<Result>(
  work: Promise<Result>,
  lambda: LambdaFunction,
  invocations: Invocation[],
): Promise<Result> {
  let isDone = (): boolean => false;
  const done = (): void => {
    isDone = () => true;
  };
  work.then(done, done);
  while (!isDone()) {
    invocations.push(await lambda.invoke(timeoutMs));
    if (invocations.length === 4) await lambda.recycle();
  }
  return work;
}

interface StartedTask {
  readonly identity: string;
  readonly attempt: number;
}

/** Who carried out the tasks of these runs, and at which attempt. */
async function tasksOf({ client }: Session, runs: readonly RunRef[]): Promise<readonly StartedTask[]> {
  const histories = await Promise.all(runs.map((run) => historyEvents(client, run)));
  return histories
    .flat()
    .flatMap(({ workflowTaskStartedEventAttributes: decision, activityTaskStartedEventAttributes: step }) => {
      const identity = decision?.identity ?? step?.identity;
      return identity == null ? [] : [{ identity, attempt: step?.attempt ?? 1 }];
    });
}
