import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Policy } from '../../domain/policy';
import type { ChangeResult } from '../../domain/pool-run';
import { Lab, outcomes, quickWaves } from '../support/lab';

const listening = { captureSeconds: 1 };
const onTrial: Policy = { kind: 'evidence', trial: true };
const cures = ({ hosts }: ChangeResult) =>
  hosts.flatMap(({ host, cures: seen = [] }) => seen.map(({ device, answer }) => [host.name, device, answer]));

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.start(2);
});
afterEach(() => {
  lab.simulator.faults.clear();
});
afterAll(() => lab.stop());

test('a NIC that damages what it sends is cured by one mode, and those who heard it say so', async () => {
  const before = await lab.dump();
  lab.simulator.faults.add({ kind: 'transmit-damaged', host: 'sim-02', device: 'eth1' });
  const result = await lab.remediate({ ...listening, policy: onTrial, waves: { ...quickWaves, soakSeconds: 1 } });

  expect(outcomes(result)).toEqual({ 'sim-01': 'nothing-to-do', 'sim-02': 'done' });
  expect(cures(result)).toEqual([['sim-02', 'eth1', 'cured']]);
  await lab.rollback(result.run);
  expect(await lab.dump()).toBe(before);
});

/** Damage that no mode of the sender cures: its receiver makes it, and nothing tells the two apart. */
const damageByReceiver = (): void => {
  lab.simulator.faults.add({ kind: 'receive-damaged', host: 'sim-01', device: 'eth1' });
};

test.each([
  ['in the canary’s soak', { soakSeconds: 1 }],
  ['in the canary’s soak, where failed hosts are to be kept', { soakSeconds: 1, onFailure: 'keep' as const }],
  ['at the end of the run', { soakSeconds: 0 }],
])('a change that did not help is taken back exactly, and told with its numbers: %s', async (_, more) => {
  const before = await lab.dump();
  damageByReceiver();
  const result = await lab.remediate({ ...listening, policy: onTrial, waves: { ...quickWaves, ...more } });

  expect(result.outcome).toBe('rolled-back');
  expect(result.hosts.find(({ host }) => host.name === 'sim-02')).toMatchObject({
    outcome: 'rolled-back',
    error: {
      type: 'ChangeUseless',
      message: expect.stringMatching(/^eth1 useless: \d+ of \d+ arrive damaged at sim-01 eth1/),
    },
  });
  expect(cures(result)).toEqual([['sim-02', 'eth1', 'useless']]);
  expect(await lab.dump()).toBe(before);
});

test('a retry does not make a change again that did not help', async () => {
  const before = await lab.dump();
  damageByReceiver();
  const { run } = await lab.remediate({ ...listening, policy: onTrial });
  const retried = await lab.retry(run);

  expect(outcomes(retried)).toEqual({});
  expect(await lab.dump()).toBe(before);
});

test('a change that did not help is kept where that is asked for', async () => {
  const before = await lab.dump();
  damageByReceiver();
  const result = await lab.remediate({ ...listening, policy: onTrial, waves: { ...quickWaves, keepUseless: true } });

  expect(outcomes(result)).toMatchObject({ 'sim-02': 'done' });
  expect(cures(result)).toEqual([['sim-02', 'eth1', 'useless']]);
  await lab.rollback(result.run);
  expect(await lab.dump()).toBe(before);
});

test('damage of which nobody can say who makes it changes nothing, unless a trial is asked for', async () => {
  const before = await lab.dump();
  damageByReceiver();
  const result = await lab.remediate({ ...listening, policy: { kind: 'evidence' } });

  expect(result.outcome).toBe('nothing-to-do');
  expect(await lab.dump()).toBe(before);
});
