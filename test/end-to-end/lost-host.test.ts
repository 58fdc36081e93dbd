import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { Lab, outcomes, quickWaves } from '../support/lab';

let lab: Lab;
let before: string;
beforeAll(async () => {
  lab = await Lab.start(3);
  before = await lab.dump();
});
afterEach(() => {
  lab.simulator.faults.clear();
});
afterAll(async () => {
  await lab.stop();
});

const waves = { ...quickWaves, size: 1, confirmSeconds: 5 };

test('a host that is gone for good is told as lost, later hosts do not begin, it takes the change back by itself, and a retry finishes the run', async () => {
  // Executions before its live changes are made: inspect, hold, apply live.
  lab.simulator.faults.add({ kind: 'host-unreachable', host: 'sim-02', skip: 3 });
  const lost = await lab.remediate({ waves });
  lab.simulator.faults.clear();

  expect(outcomes(lost)).toEqual({ 'sim-02': 'lost', 'sim-03': 'not-started', 'sim-01': 'not-started' });
  expect(lost.outcome).toBe('stuck');
  expect(await lab.dump()).toBe(before);

  const retry = await lab.retry(lost.run, waves);

  expect(outcomes(retry)).toEqual({ 'sim-02': 'done', 'sim-03': 'done', 'sim-01': 'done' });
  await lab.rollback(retry.run);
  expect(await lab.dump()).toBe(before);
});
