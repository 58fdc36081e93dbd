import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { changeReport } from '../../client/report/change-report';
import { startJournalRollback, startRemediation, unwrap } from '../../client/start-run';
import type { ChangeResult, RunRef } from '../../domain/pool-run';
import { cancelUpdate, pauseUpdate } from '../../workflows/messages';
import { Lab, outcomes, quickWaves } from '../support/lab';
import { damagedByReceiver, damagedBySender, inSoak, reaches, trial } from '../support/trial-lab';

let lab: Lab;
let before: string;
beforeAll(async () => {
  lab = await Lab.start(2);
  before = await lab.dump();
});
afterEach(() => {
  lab.simulator.faults.clear();
});
afterAll(() => lab.stop());

const rollbackByJournals = async (poolRun: string | null): Promise<ChangeResult> => {
  const input = { pool: 'lab', poolRef: await lab.find(), waves: quickWaves, poolRun };
  return unwrap((await startJournalRollback(lab.session, input)).result());
};

test('a useless change that could not be taken back is taken back by retry, and not made again', async () => {
  damagedByReceiver(lab, 'eth1');
  const stuck = await inSoak(lab, { soakSeconds: 1 }, () =>
    lab.simulator.faults.add({ kind: 'ethtool-refuses', host: 'sim-02' }),
  );
  lab.simulator.faults.clear();
  const retried = await lab.retry(stuck.run);

  expect(outcomes(stuck)).toMatchObject({ 'sim-02': 'stuck' });
  expect(retried.hosts).toMatchObject([{ outcome: 'rolled-back', error: { type: 'ChangeUseless' } }]);
  expect(await lab.dump()).toBe(before);
});

describe('where taking back two useless changes got stuck between them', () => {
  const stuckBetween = async (): Promise<RunRef> => {
    damagedByReceiver(lab, 'eth1');
    damagedByReceiver(lab, 'eth0');
    const { run, hosts } = await inSoak(lab, { soakSeconds: 1 }, () =>
      lab.simulator.faults.add({ kind: 'ethtool-refuses', host: 'sim-02', skip: 1 }),
    );
    lab.simulator.faults.clear();
    expect(hosts.find(({ host }) => host.name === 'sim-02')?.outcome).toBe('stuck');
    expect(await lab.dump()).not.toBe(before);
    return run;
  };

  test('a rollback by the hosts’ journals restores what was before the run', async () => {
    const { runId } = await stuckBetween();

    expect((await rollbackByJournals(runId)).outcome).toBe('done');
    expect(await lab.dump()).toBe(before);
  });

  test('nothing is left for the hosts to remember after a rollback', async () => {
    await lab.rollback(await stuckBetween());
    expect(await lab.dump()).toBe(before);

    await expect(rollbackByJournals(null)).rejects.toMatchObject({ details: { type: 'NothingToRollBack' } });
    expect(await lab.dump()).toBe(before);
  });
});

describe('a run that waits after it took a part of its canary back', () => {
  const waiting = async (): ReturnType<typeof startRemediation> => {
    damagedBySender(lab, 'eth1');
    damagedByReceiver(lab, 'eth0');
    // Something to change on the other host, too, so that there is a wave to wait before.
    lab.simulator.faults.add({ kind: 'transmit-damaged', host: 'sim-01', device: 'eth2' });
    const waves = { ...quickWaves, soakSeconds: 1 };
    const run = await startRemediation(lab.session, await lab.input({ ...trial, waves }));
    await reaches(run, 'soak');
    await run.executeUpdate(pauseUpdate);
    await reaches(run, 'waves');
    return run;
  };

  test('is rolled back to what was before it, also where it was terminated', async () => {
    const { workflowId, firstExecutionRunId: runId } = await waiting();
    await lab.session.client.workflow.getHandle(workflowId).terminate();
    const { outcome } = await lab.rollback({ workflowId, runId });

    expect(outcome).toBe('done');
    expect(await lab.dump()).toBe(before);
  });

  test('leaves that part as somebody else made it since, where its finished hosts are undone', async () => {
    const run = await waiting();
    await lab.ssh('sim-02', 'ethtool -K eth0 tx off');
    await run.executeUpdate(cancelUpdate, { args: ['undo'] });
    await unwrap(run.result());
    expect(await lab.dump()).not.toBe(before);

    await lab.ssh('sim-02', 'ethtool -K eth0 tx on');
    expect(await lab.dump()).toBe(before);
  });
});

test('what did not help is not offered to retry, whatever else went wrong', async () => {
  damagedByReceiver(lab, 'eth1');
  const result = await inSoak(lab, { soakSeconds: 1 }, () =>
    lab.simulator.faults.add({ kind: 'transmit-damaged', host: 'sim-01', device: 'eth0' }),
  );
  const report = await changeReport(lab.session.client, result.run, result, '');

  expect(report.hosts.find(({ name }) => name === 'sim-02')).toMatchObject({
    outcome: 'rolled-back',
    error: { type: 'ErrorsGrew' },
    canRetry: false,
  });
});
