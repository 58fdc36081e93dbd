import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { startAudit, unwrap } from '../../client/start-run';
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

test('an audit is not clean where a host could not be heard, and says which and why', async () => {
  withoutTcpdump('sim-02');
  const selection = { only: [{ kind: 'nic' as const, name: 'eth1' }], exclude: [] };
  const audit = await startAudit(lab.session, await lab.input({ ...listening, selection }));
  const { outcome, hosts } = await unwrap(audit.result());

  expect(outcome).toBe('partly-failed');
  expect(hosts.map(({ host, captureError }) => [host.name, captureError?.type ?? null])).toEqual([
    ['sim-01', null],
    ['sim-02', 'ToolMissing'],
    ['sim-03', null],
  ]);
});

test('a host of which there is no evidence fails before anything is changed, and is not told as fine', async () => {
  withoutTcpdump('sim-02');
  lab.simulator.faults.add({ kind: 'transmit-damaged', host: 'sim-03', device: 'eth1' });
  const result = await lab.remediate({ ...listening, policy: { kind: 'evidence' } });

  expect(outcomes(result)).toMatchObject({ 'sim-02': 'failed' });
  expect(result.hosts.find(({ host }) => host.name === 'sim-02')?.error).toMatchObject({ type: 'ToolMissing' });
  expect(await lab.dump()).toBe(before);
});

test('a host that cannot listen is changed all the same where others heard the damage it sends', async () => {
  withoutTcpdump('sim-03');
  lab.simulator.faults.add({ kind: 'transmit-damaged', host: 'sim-03', device: 'eth1' });
  const result = await lab.remediate({ ...listening, policy: { kind: 'evidence' } });

  expect(outcomes(result)).toEqual({ 'sim-01': 'nothing-to-do', 'sim-02': 'nothing-to-do', 'sim-03': 'done' });
  await lab.rollback(result.run);
  expect(await lab.dump()).toBe(before);
});

test('a policy that needs no evidence changes a host that cannot listen', async () => {
  withoutTcpdump('sim-02');
  const result = await lab.remediate({ ...listening, waves: quickWaves });

  expect(result.outcome).toBe('done');
  await lab.rollback(result.run);
  expect(await lab.dump()).toBe(before);
});
