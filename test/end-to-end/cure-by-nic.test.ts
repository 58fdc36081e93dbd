import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { changeReport } from '../../client/report/change-report';
import { listRuns, pickRollback } from '../../client/runs';
import { startJournalRollback, unwrap } from '../../client/start-run';
import type { ChangeResult, RunRef } from '../../domain/pool-run';
import { cancelUpdate } from '../../workflows/messages';
import { Lab, outcomes, quickWaves } from '../support/lab';
import { damagedByReceiver, damagedBySender, inSoak, trial } from '../support/trial-lab';

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

describe('of a host on which one change helped and another did not', () => {
  /** The pool with the helpful change alone. */
  let helped: string;
  beforeAll(async () => {
    damagedBySender(lab, 'eth1');
    const { run } = await lab.remediate(trial);
    helped = await lab.dump();
    await lab.rollback(run);
    lab.simulator.faults.clear();
  });

  const tried = async (soakSeconds: number): Promise<ChangeResult & { readonly run: RunRef }> => {
    damagedBySender(lab, 'eth1');
    damagedByReceiver(lab, 'eth0');
    return lab.remediate({ ...trial, waves: { ...quickWaves, soakSeconds } });
  };

  test.each([
    ['in the canary’s soak', 1],
    ['at the end of the run', 0],
  ])('the one is kept and the other taken back exactly: %s', async (_, soakSeconds) => {
    const result = await tried(soakSeconds);

    expect(helped).not.toBe(before);
    expect(await lab.dump()).toBe(helped);
    expect(result.outcome).toBe('partly-failed');
    expect(outcomes(result)).toEqual({ 'sim-01': 'nothing-to-do', 'sim-02': 'done' });
    expect(
      result.hosts
        .flatMap(({ cures = [] }) => cures.map(({ device, answer, takenBack }) => [device, answer, takenBack]))
        .sort(),
    ).toEqual([
      ['eth0', 'useless', true],
      ['eth1', 'cured', false],
    ]);
    await lab.rollback(result.run);
    expect(await lab.dump()).toBe(before);
  });

  test('the report tells what is left of the change, and how every NIC is now', async () => {
    const result = await tried(0);
    const report = await changeReport(lab.session.client, result.run, result, '');
    const host = report.hosts.find(({ name }) => name === 'sim-02');
    const tx = (device: string) => host?.nics.find((nic) => nic.device === device)?.features.tx;

    expect(host?.changes.map(({ where, mode }) => [where, mode])).toEqual([
      ['live', 'tx'],
      ['xapi', 'tx'],
    ]);
    expect([tx('eth0'), tx('eth1')]).toEqual(['on', 'off']);
    await lab.rollback(result.run);
  });

  test('a rollback leaves what was taken back before as somebody else made it since', async () => {
    const { run } = await tried(0);
    await lab.ssh('sim-02', 'ethtool -K eth0 tx off');
    await lab.rollback(run);
    expect(await lab.dump()).not.toBe(before);

    await lab.ssh('sim-02', 'ethtool -K eth0 tx on');
    expect(await lab.dump()).toBe(before);
  });

  test('with keep, a canary that got worse keeps what helped it, and counts as failed', async () => {
    damagedBySender(lab, 'eth1');
    damagedByReceiver(lab, 'eth0');
    const result = await inSoak(lab, { soakSeconds: 1, onFailure: 'keep' }, () =>
      lab.simulator.faults.add({ kind: 'transmit-damaged', host: 'sim-01', device: 'eth2' }),
    );

    expect(result.hosts.find(({ host }) => host.name === 'sim-02')).toMatchObject({
      outcome: 'failed',
      error: { type: 'ErrorsGrew' },
    });
    expect(pickRollback(await listRuns(lab.session, 'lab'), undefined)?.runId).toBe(result.run.runId);
    expect(await lab.dump()).toBe(helped);
    await lab.rollback(result.run);
    expect(await lab.dump()).toBe(before);
  });

  test('what is left is taken back by what the host remembers, too', async () => {
    const { run } = await tried(0);
    const input = { pool: 'lab', poolRef: await lab.find(), waves: quickWaves, poolRun: run.runId };
    const back = await startJournalRollback(lab.session, input);

    expect((await unwrap(back.result())).outcome).toBe('done');
    expect(await lab.dump()).toBe(before);
  });
});

describe('a change on trial that was cancelled before anybody heard it help', () => {
  const cancelled = (): ReturnType<typeof inSoak> => {
    damagedBySender(lab, 'eth1');
    return inSoak(lab, { soakSeconds: 600 }, (run) => run.executeUpdate(cancelUpdate, { args: ['keep'] }));
  };

  test('is taken back', async () => {
    const { hosts } = await cancelled();

    expect(hosts.find(({ host }) => host.name === 'sim-02')).toMatchObject({
      outcome: 'rolled-back',
      error: { type: 'ChangeUseless', message: 'eth1 unheard: nobody listened after the change' },
    });
    expect(await lab.dump()).toBe(before);
  });

  test('is made again by a retry, and stays where it helps then', async () => {
    const retried = await lab.retry((await cancelled()).run);

    expect(outcomes(retried)).toMatchObject({ 'sim-02': 'done' });
    await lab.rollback(retried.run);
    expect(await lab.dump()).toBe(before);
  });
});

test('with keep, a canary that got worse is taken back all the same where its change did not help', async () => {
  damagedByReceiver(lab, 'eth1');
  const { hosts } = await inSoak(lab, { soakSeconds: 1, onFailure: 'keep' }, () =>
    lab.simulator.faults.add({ kind: 'transmit-damaged', host: 'sim-01', device: 'eth0' }),
  );

  expect(hosts.find(({ host }) => host.name === 'sim-02')).toMatchObject({
    outcome: 'rolled-back',
    error: { type: 'ErrorsGrew' },
  });
  expect(await lab.dump()).toBe(before);
});
