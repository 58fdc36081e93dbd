import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Lab, outcomes, quickWaves } from '../support/lab';

let lab: Lab;
let before: string;
beforeAll(async () => {
  lab = await Lab.start(5, { haEnabled: true });
  before = await lab.dump();
});
afterAll(() => lab.stop());

test('with HA on, hosts are changed one at a time, and taken back one at a time', async () => {
  const { outcome, run } = await lab.remediate();
  expect({ outcome, atOnce: await lab.hostsAtOnce(run) }).toEqual({ outcome: 'done', atOnce: 1 });

  const back = await lab.rollback(run);
  expect({ outcome: back.outcome, atOnce: await lab.hostsAtOnce(run) }).toEqual({ outcome: 'done', atOnce: 1 });
  expect(await lab.dump()).toBe(before);
});

test('with HA on, a failure that takes the whole pool back does so one host at a time', async () => {
  lab.simulator.faults.add({ kind: 'ethtool-refuses', host: 'sim-05', device: 'eth1' });
  const result = await lab.remediate({ waves: { ...quickWaves, onFailure: 'undo-pool' } });

  expect(outcomes(result)).toEqual({
    'sim-01': 'not-started',
    'sim-02': 'rolled-back',
    'sim-03': 'rolled-back',
    'sim-04': 'rolled-back',
    'sim-05': 'rolled-back',
  });
  expect(await lab.hostsAtOnce(result.run)).toBe(1);
  expect(await lab.dump()).toBe(before);
});
