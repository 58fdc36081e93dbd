import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startRollback, unwrap } from '../../client/start-run';
import { Lab, quickWaves } from '../support/lab';

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.start(5);
});
afterAll(() => lab.stop());

test('where no host tells whether HA is on, a rollback goes on all the same, one host at a time', async () => {
  const poolRef = await lab.find();
  const before = await lab.dump();
  const { run } = await lab.remediate({ scope: 'live' });
  expect(await lab.hostsAtOnce(run)).toBe(2);

  lab.simulator.faults.add({ kind: 'program-missing', program: 'xe' });
  const back = await startRollback(lab.session, { pool: 'lab', poolRef, run, waves: quickWaves });
  const { outcome } = await unwrap(back.result());
  lab.simulator.faults.clear();

  expect({ outcome, atOnce: await lab.hostsAtOnce(back) }).toEqual({ outcome: 'done', atOnce: 1 });
  expect(await lab.dump()).toBe(before);
});
