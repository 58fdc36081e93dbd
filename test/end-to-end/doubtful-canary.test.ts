import { setImmediate } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { startRemediation, unwrap } from '../../client/start-run';
import type { ChangeResult } from '../../domain/pool-run';
import type { Progress } from '../../domain/progress';
import type { FaultPlan } from '../../lab/standin/faults/fault';
import { approveUpdate, progressQuery } from '../../workflows/messages';
import { Lab, outcomes, quickWaves } from '../support/lab';

let lab: Lab;
let before: string;
beforeAll(async () => {
  lab = await Lab.start(4);
  before = await lab.dump();
});
afterEach(() => {
  lab.simulator.faults.clear();
});
afterAll(() => lab.stop());

const add = (...faults: readonly FaultPlan[]): void => {
  for (const fault of faults) lab.simulator.faults.add(fault);
};

/** A run that asks: approved as planned, with these faults instead from then on, and approved again after the canary. */
async function askedTwice(later: readonly FaultPlan[]): Promise<{ asked: Progress; result: ChangeResult }> {
  const run = await startRemediation(
    lab.session,
    await lab.input({
      ...{ needsApproval: true, policy: { kind: 'evidence' }, captureSeconds: 1 },
      waves: { ...quickWaves, soakSeconds: 1 },
    }),
  );
  const waiting = async (isMeant: (now: Progress) => boolean): Promise<Progress> => {
    for (;;) {
      const now = await run.query(progressQuery);
      if (now.phase === 'done' || (now.waitsFor === 'approval' && isMeant(now))) return now;
      await setImmediate();
    }
  };
  await waiting(() => true);
  lab.simulator.faults.clear();
  add(...later);
  await run.executeUpdate(approveUpdate);
  const asked = await waiting(({ hosts }) => hosts.some(({ state }) => state === 'done'));
  if (asked.waitsFor === 'approval') await run.executeUpdate(approveUpdate);
  const result = await unwrap(run.result());
  await lab.rollback({ workflowId: run.workflowId, runId: run.firstExecutionRunId });
  return { asked, result };
}

test('a canary of which too little is heard to say whether it helped waits for a person once more', async () => {
  for (const host of ['sim-02', 'sim-03']) add({ kind: 'transmit-damaged', host, device: 'eth1' });
  const { asked, result } = await askedTwice([{ kind: 'program-missing', program: 'tcpdump' }]);

  expect(asked).toMatchObject({
    waitsFor: 'approval',
    hosts: [
      { name: 'sim-01', state: 'nothing-to-do' },
      { name: 'sim-02', state: 'done', note: expect.stringMatching(/^eth1 unclear: 0 of 0 arrive damaged/) },
      { name: 'sim-03', state: 'waiting' },
      { name: 'sim-04', state: 'nothing-to-do' },
    ],
  });
  expect(outcomes(result)).toMatchObject({ 'sim-02': 'done', 'sim-03': 'done' });
  expect(await lab.dump()).toBe(before);
});

test('so does one of which another part did not help, and was taken back', async () => {
  for (const device of ['eth0', 'eth1']) add({ kind: 'transmit-damaged', host: 'sim-02', device });
  add({ kind: 'transmit-damaged', host: 'sim-03', device: 'eth1' });
  const { asked, result } = await askedTwice([
    { kind: 'tcpdump-refuses', device: 'eth1' },
    ...['sim-01', 'sim-03', 'sim-04'].map((host): FaultPlan => ({
      kind: 'receive-damaged',
      host,
      device: 'eth0',
      percent: 100,
    })),
  ]);

  expect(asked.waitsFor).toBe('approval');
  expect(result.hosts.find(({ host }) => host.name === 'sim-02')?.cures).toMatchObject([
    { device: 'eth0', answer: 'useless', takenBack: true },
    { device: 'eth1', answer: 'unclear', takenBack: false },
  ]);
  expect(await lab.dump()).toBe(before);
});
