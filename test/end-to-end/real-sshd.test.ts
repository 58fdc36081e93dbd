import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { plainSession, type Session } from '../../client/session';
import { findPool, startRemediation, startRollback, unwrap } from '../../client/start-run';
import { plainPool } from '../../config/pool-config';
import { ArmedFaults } from '../../lab/standin/faults/armed-faults';
import { endHostProcesses } from '../../lab/standin/host/host-processes';
import { makePool } from '../../lab/standin/pool/make-pool';
import { startStandin, type Standin } from '../../lab/standin/standin';
import { connectClient } from '../../temporal/connect';
import { logToFile } from '../../worker/logging';
import type { RunningWorker } from '../../worker/run-worker';
import { startWorker } from '../../worker/start-worker';
import { dumpPool } from '../../chaos/dump-pool';
import { quickWaves } from '../support/lab';
import { sshdProgram, startSshd, type Sshd } from '../support/sshd';
import { testNamespace } from '../support/temporal';

const pool = 'real-sshd';
const standinPool = makePool({ hosts: 2, seed: pool });
const tokens = new Map(standinPool.xapi.hosts.map(({ uuid }) => [uuid, randomUUID()]));

let folder: string;
let standin: Standin;
let servers: readonly Sshd[] = [];
let worker: RunningWorker;
let session: Session;
let sshConfig: string;

/** The pool's programs as in the lab, reached through OpenSSH's own server, one a host. */
async function startHosts(): Promise<void> {
  standin = await startStandin({
    directory: path.join(folder, 'hosts'),
    pool: standinPool,
    faults: new ArmedFaults([], () => undefined),
    tokens,
    controlPort: 0,
    searchPath: process.env.PATH ?? '',
    onChange: () => undefined,
  });
  servers = await Promise.all(
    standin.hosts.map(({ host, environment }) =>
      startSshd({
        directory: path.join(folder, `sshd-${host.nameLabel}`),
        names: [host.address, host.nameLabel],
        environment,
      }),
    ),
  );
  sshConfig = path.join(folder, 'ssh_config');
  writeFileSync(sshConfig, servers.map(({ sshConfigFile }) => readFileSync(sshConfigFile, 'utf8')).join('\n'));
}

async function startSession(): Promise<void> {
  const server = await testNamespace();
  const access = plainPool(
    'real-sshd',
    standinPool.xapi.hosts.map(({ address }) => address),
    { sshConfig },
  );
  worker = await startWorker({ server, pool: () => Promise.resolve(access) });
  const connected = await connectClient(server);
  session = plainSession(connected);
}

const againstSshd = sshdProgram === null ? describe.skip : describe;

againstSshd('a pool behind real OpenSSH servers (skipped where sshd is not installed)', () => {
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'xen-offload-real-sshd-'));
    logToFile(path.join(folder, 'worker.log'));
    await startHosts();
    await startSession();
  });
  afterAll(async () => {
    await worker.stop();
    await session.close();
    await Promise.all(servers.map((server) => server.stop()));
    endHostProcesses(new Set(tokens.values()));
    await standin.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('is changed as a whole, and a rollback leaves it exactly as before', async () => {
    const dump = (): Promise<string> =>
      dumpPool(
        sshConfig,
        standinPool.xapi.hosts.map(({ nameLabel }) => ({ name: nameLabel })),
      );
    const before = await dump();
    const { poolRef } = await findPool(session, pool);
    const change = await startRemediation(session, {
      pool,
      poolRef,
      policy: { kind: 'classic' },
      scope: 'both',
      selection: { only: [], exclude: [] },
      waves: quickWaves,
      captureSeconds: 1,
      needsApproval: false,
      measure: null,
    });

    expect(await unwrap(change.result())).toMatchObject({
      outcome: 'done',
      hosts: [{ outcome: 'done' }, { outcome: 'done' }],
    });
    expect(await dump()).not.toBe(before);

    const run = { workflowId: change.workflowId, runId: change.firstExecutionRunId };
    const back = await startRollback(session, { pool, poolRef, run, waves: quickWaves });

    expect(await unwrap(back.result())).toMatchObject({ outcome: 'done' });
    expect(await dump()).toBe(before);
  });
});
