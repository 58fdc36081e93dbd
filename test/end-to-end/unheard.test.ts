import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { auditReport } from '../../client/report/audit-report';
import { startAudit, unwrap } from '../../client/start-run';
import type { Report } from '../../domain/report';
import { Lab, outcomes, quickWaves } from '../support/lab';

const listening = { captureSeconds: 1 };

let lab: Lab;
let before: string;
beforeAll(async () => {
  lab = await Lab.start(3);
  before = await lab.dump();
});
afterEach(() => {
  lab.simulator.faults.clear();
});
afterAll(() => lab.stop());

const withoutTcpdump = (host: string): void => {
  lab.simulator.faults.add({ kind: 'program-missing', host, program: 'tcpdump' });
};

const mayNotListen = (host: string): void => {
  lab.simulator.faults.add({ kind: 'tcpdump-refuses', host });
};

/** What `remediate --dry-run` tells. */
async function dryRun(): Promise<Report> {
  const audit = await startAudit(lab.session, await lab.input(listening));
  const run = { workflowId: audit.workflowId, runId: audit.firstExecutionRunId };
  const plan = { policy: { kind: 'evidence' }, scope: 'both' } as const;
  return auditReport(lab.session.client, run, await unwrap(audit.result()), '', plan);
}

test.each([
  ['has no tcpdump', withoutTcpdump, 'ToolMissing'],
  ['may not listen on any NIC', mayNotListen, 'CaptureFailed'],
])('an audit is not clean where a host %s, and says which and why', async (_, deafen, type) => {
  deafen('sim-02');
  const selection = { only: [{ kind: 'nic' as const, name: 'eth1' }], exclude: [] };
  const audit = await startAudit(lab.session, await lab.input({ ...listening, selection }));
  const { outcome, hosts } = await unwrap(audit.result());

  expect(outcome).toBe('partly-failed');
  expect(hosts.map(({ host, captureError }) => [host.name, captureError?.type ?? null])).toEqual([
    ['sim-01', null],
    ['sim-02', type],
    ['sim-03', null],
  ]);
});

test.each([
  ['has no tcpdump', withoutTcpdump, 'ToolMissing'],
  ['may not listen on any NIC', mayNotListen, 'CaptureFailed'],
])('a host that %s fails before anything is changed, and is not told as fine', async (_, deafen, type) => {
  deafen('sim-02');
  lab.simulator.faults.add({ kind: 'transmit-damaged', host: 'sim-03', device: 'eth1' });
  const result = await lab.remediate({ ...listening, policy: { kind: 'evidence' } });

  expect(outcomes(result)).toMatchObject({ 'sim-02': 'failed' });
  expect(result.hosts.find(({ host }) => host.name === 'sim-02')?.error).toMatchObject({ type });
  expect(await lab.dump()).toBe(before);
});

test('a host that cannot listen is changed, or spared, all the same where others heard the damage it sends', async () => {
  withoutTcpdump('sim-03');
  lab.simulator.faults.add({ kind: 'transmit-damaged', host: 'sim-03', device: 'eth1' });
  const result = await lab.remediate({ ...listening, policy: { kind: 'evidence' } });

  expect(outcomes(result)).toEqual({ 'sim-01': 'nothing-to-do', 'sim-02': 'nothing-to-do', 'sim-03': 'done' });
  await lab.rollback(result.run);
  expect(await lab.dump()).toBe(before);

  const spared = result.hosts.flatMap(({ cures = [] }) => cures.map(({ nic }) => nic));
  const sparing = await lab.remediate({ ...listening, policy: { kind: 'evidence', spared } });
  expect(outcomes(sparing)).toMatchObject({ 'sim-03': 'nothing-to-do' });
});

describe('a host that cannot listen, where something is wrong that takes no packets', () => {
  beforeEach(async () => {
    await lab.ssh('sim-03', 'ethtool -K eth1 lro on');
    mayNotListen('sim-03');
  });
  afterEach(() => lab.ssh('sim-03', 'ethtool -K eth1 lro off'));

  test('is not changed by half of what it may need', async () => {
    const result = await lab.remediate({ ...listening, policy: { kind: 'evidence' } });

    expect(result.hosts.find(({ host }) => host.name === 'sim-03')).toMatchObject({
      outcome: 'failed',
      error: { type: 'CaptureFailed' },
    });
  });

  test('is told by a dry run as the run would', async () => {
    const report = await dryRun();

    expect(report.outcome).toBe('failed');
    expect(report.hosts.find(({ name }) => name === 'sim-03')).toMatchObject({
      outcome: 'failed',
      error: { type: 'CaptureFailed' },
      changes: [],
    });
  });
});

test('a retry brings the others to their end, and says of that host that nothing was planned for it', async () => {
  mayNotListen('sim-02');
  lab.simulator.faults.add({ kind: 'transmit-damaged', host: 'sim-03', device: 'eth1' });
  const stopped = await lab.remediate({ ...listening, policy: { kind: 'evidence' } });
  const retried = await lab.retry(stopped.run);

  expect(outcomes(stopped)).toMatchObject({ 'sim-02': 'failed', 'sim-03': 'not-started' });
  expect(outcomes(retried)).toMatchObject({ 'sim-02': 'failed', 'sim-03': 'done' });
  expect(retried.hosts.find(({ host }) => host.name === 'sim-02')?.error).toMatchObject({ type: 'NotPlanned' });
  await lab.rollback(retried.run);
  expect(await lab.dump()).toBe(before);
});

test('a dry run plans a host that cannot listen where others heard the damage it sends', async () => {
  withoutTcpdump('sim-03');
  lab.simulator.faults.add({ kind: 'transmit-damaged', host: 'sim-03', device: 'eth1' });

  expect(await dryRun()).toMatchObject({
    outcome: 'planned',
    hosts: [{}, {}, { outcome: 'not-started', error: null }],
  });
});

test('a policy that needs no evidence changes a host that cannot listen', async () => {
  withoutTcpdump('sim-02');
  const result = await lab.remediate({ ...listening, waves: quickWaves });

  expect(result.outcome).toBe('done');
  await lab.rollback(result.run);
  expect(await lab.dump()).toBe(before);
});
