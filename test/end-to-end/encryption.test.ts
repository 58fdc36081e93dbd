import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { plainSession, type Session } from '../../client/session';
import { findPool, startRemediation, unwrap } from '../../client/start-run';
import { plainPool } from '../../config/pool-config';
import { OffloadError } from '../../domain/errors';
import { startSimulator, type Simulator } from '../../lab/simulated/start-simulator';
import { connectClient } from '../../temporal/connect';
import type { Encryption } from '../../temporal/encryption/encryption';
import { historyEvents } from '../../temporal/history-events';
import { logToFile } from '../../worker/logging';
import type { RunningWorker } from '../../worker/run-worker';
import { startWorker } from '../../worker/start-worker';
import { quickWaves } from '../support/lab';
import { testNamespace } from '../support/temporal';
import { newEncryption } from '../temporal/encryption/new-encryption';

const { History } = temporal.api.history.v1;
const { ListWorkflowExecutionsResponse } = temporal.api.workflowservice.v1;

type ListAnswer = Awaited<ReturnType<Client['workflowService']['listWorkflowExecutions']>>;

const pool = 'paris-production';
const lockedPool = 'lyon-production';
const lockedHost = 'db-07.lyon.example';
const keyPath = '/home/admin/.ssh/lyon_ed25519';

/** A simulated pool with a worker and a client on the real server, in a namespace of their own. */
class Service {
  private constructor(
    readonly session: Session,
    /** What must not be read by whoever has the server's database. */
    readonly secrets: readonly string[],
    private readonly worker: RunningWorker,
    private readonly simulator: Simulator,
  ) {}

  static async start(directory: string, encryption: Encryption | null): Promise<Service> {
    const simulator = await startSimulator({ directory, hosts: 2, seed: 'history' });
    const access = plainPool(pool, [simulator.coordinatorAddress], { sshConfig: simulator.sshConfigFile });
    const server = await testNamespace();
    const dataConverter = encryption?.dataConverter;
    const worker = await startWorker({
      server,
      dataConverter,
      pool: (name) => (name === pool ? Promise.resolve(access) : Promise.reject(lockedOut(name))),
    });
    const connected = await connectClient(server, dataConverter);
    const session = plainSession(connected, encryption === null ? {} : { hide: encryption.hide });
    const hosts = simulator.hosts.map(({ name }) => name);
    const secrets = [pool, lockedPool, lockedHost, keyPath, simulator.coordinatorAddress, ...hosts];
    return new Service(session, secrets, worker, simulator);
  }

  async stop(): Promise<void> {
    await this.session.close();
    await this.worker.stop();
    await this.simulator.stop();
  }
}

const lockedOut = (name: string): OffloadError =>
  new OffloadError({
    type: 'AuthenticationFailed',
    message: `${lockedHost} of ${name} refused ${keyPath}`,
    host: lockedHost,
    facts: { identity: keyPath },
  });

/** A run whose workflow fails, then a whole remediation. */
async function runAll(session: Session): Promise<void> {
  await expect(findPool(session, lockedPool)).rejects.toThrow(`${lockedHost} of ${lockedPool} refused ${keyPath}`);
  const { poolRef } = await findPool(session, pool);
  const input = { policy: { kind: 'classic' }, scope: 'both', selection: { only: [], exclude: [] } } as const;
  const run = await startRemediation(session, {
    ...input,
    pool,
    poolRef,
    waves: quickWaves,
    captureSeconds: 1,
    needsApproval: false,
    measure: null,
  });
  expect((await unwrap(run.result())).outcome).toBe('done');
}

/** Which secrets are in what the server keeps of the namespace's runs, searched as the bytes that it sends. */
async function found({ session: { client }, secrets }: Service): Promise<readonly string[]> {
  const list = await listRuns(client);
  const histories = await Promise.all(
    list.executions.map(async ({ execution }) => {
      const events = await historyEvents(client, { workflowId: execution?.workflowId ?? '' });
      return History.encode({ events: [...events] }).finish();
    }),
  );
  const records = Buffer.concat([ListWorkflowExecutionsResponse.encode(list).finish(), ...histories]).toString();
  expect(records).toContain('identifyPool');
  return secrets.filter((secret) => records.includes(secret));
}

/** Two questions which pool it is, one change, one child for each of two hosts and one for halted VMs. */
const runs = 6;

/** Runs are listed a moment after they end; the test's own timeout bounds the wait. */
async function listRuns(client: Client): Promise<ListAnswer> {
  const query = 'ExecutionStatus != "Running"';
  const list = await client.workflowService.listWorkflowExecutions({ namespace: client.options.namespace, query });
  return list.executions.length < runs ? listRuns(client) : list;
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'xen-offload-history-'));
  logToFile(path.join(folder, 'worker.log'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('the server keeps', () => {
  let service: Service;
  afterEach(async () => {
    await service.stop();
  });

  test('names, addresses and paths in plain text while encryption is off', async () => {
    service = await Service.start(path.join(folder, 'off'), null);
    await runAll(service.session);
    expect(await found(service)).toEqual(service.secrets);
  });

  test('none of them while it is on, and the client still reads them', async () => {
    service = await Service.start(path.join(folder, 'on'), await newEncryption(1));
    await runAll(service.session);
    expect(await found(service)).toEqual([]);
  });
});
