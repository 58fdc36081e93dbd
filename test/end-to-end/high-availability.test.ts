import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { changeId } from '../../domain/workflow-ids';
import { Lab, outcomes, quickWaves } from '../support/lab';

let lab: Lab;
let before: string;
beforeAll(async () => {
  lab = await Lab.start(5, { haEnabled: true });
  before = await lab.dump();
});
afterAll(() => lab.stop());

/** How many hosts the newest change of the pool had under way at once, by the server's history. */
async function hostsAtOnce(): Promise<number> {
  const { uuid } = await lab.find();
  const { events } = await lab.session.client.workflow.getHandle(changeId(uuid)).fetchHistory();
  let now = 0;
  let most = 0;
  for (const event of events ?? []) {
    if (event.startChildWorkflowExecutionInitiatedEventAttributes != null) now += 1;
    if (event.childWorkflowExecutionCompletedEventAttributes != null) now -= 1;
    most = Math.max(most, now);
  }
  return most;
}

test('with HA on, hosts are changed one at a time, and taken back one at a time', async () => {
  const { outcome, run } = await lab.remediate();
  expect({ outcome, atOnce: await hostsAtOnce() }).toEqual({ outcome: 'done', atOnce: 1 });

  const back = await lab.rollback(run);
  expect({ outcome: back.outcome, atOnce: await hostsAtOnce() }).toEqual({ outcome: 'done', atOnce: 1 });
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
  expect(await hostsAtOnce()).toBe(1);
  expect(await lab.dump()).toBe(before);
});
