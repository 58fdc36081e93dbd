import { setImmediate } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { auditStatus, type AuditStatus } from '../../client/last-audit';
import { listRuns, type RunListing } from '../../client/runs';
import { applySchedule, describeSchedule, listSchedules, withSchedule } from '../../client/schedules';
import type { ScheduledAuditInput } from '../../domain/pool-run';
import type { remediatePool } from '../../workflows';
import { Lab, quickWaves } from '../support/lab';

const pool = 'lab';
const daily = { intervals: [{ every: 86_400_000 }] };
const question: Omit<ScheduledAuditInput, 'schedule'> = {
  pool,
  selection: { only: [], exclude: [] },
  captureSeconds: 0,
  policy: null,
  remediation: null,
};

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.start(2);
});
afterAll(async () => {
  await lab.stop();
});

const apply = async (more: Partial<typeof question> = {}): Promise<boolean> =>
  applySchedule(lab.session, { spec: daily, poolRef: await lab.find(), input: { ...question, ...more } });

const audits = async (): Promise<readonly RunListing[]> =>
  (await listRuns(lab.session, pool)).filter(({ workflow }) => workflow === 'scheduledAudit');

/** Starts an audit of the schedule as a person would, and waits for its end. */
async function triggered(): Promise<AuditStatus> {
  const known = (await audits()).length;
  await withSchedule(lab.session, pool, (schedule) => schedule.trigger());
  for (;;) {
    const [newest, ...earlier] = await audits();
    if (newest !== undefined && earlier.length === known && newest.isCompleted) return auditStatus(lab.session, newest);
    await setImmediate();
  }
}

/** The list of schedules, once it knows: the server tells it a moment late. The test's own timeout bounds it. */
async function listedAsPaused(): ReturnType<typeof listSchedules> {
  for (;;) {
    const schedules = await listSchedules(lab.session);
    if (schedules.some((schedule) => schedule.paused)) return schedules;
    await setImmediate();
  }
}

describe('a change that did not help', () => {
  const notAgain = {
    run: null,
    outcome: 'refused',
    note: 'a change of sim-02 did not help before, and is not made again',
  };
  const damagedByReceiver = (): void => {
    lab.simulator.faults.add({ kind: 'receive-damaged', host: 'sim-01', device: 'eth1' });
  };
  let before: string;
  beforeEach(async () => {
    before = await lab.dump();
    damagedByReceiver();
    const policy = { kind: 'evidence', trial: true } as const;
    await apply({ policy, captureSeconds: 1, remediation: { scope: 'both', waves: quickWaves } });
  });
  afterEach(async () => {
    lab.simulator.faults.clear();
    await withSchedule(lab.session, pool, (schedule) => schedule.delete());
  });

  test('is not made again by the next audits', async () => {
    expect((await triggered()).remediation).toMatchObject({ outcome: 'rolled-back' });
    for (const { remediation } of [await triggered(), await triggered()]) expect(remediation).toEqual(notAgain);
    expect(await lab.dump()).toBe(before);
  });

  test('is not made again after its host was away', async () => {
    await triggered();
    lab.simulator.faults.add({ kind: 'host-unreachable', host: 'sim-02' });
    expect((await triggered()).remediation).toBeNull();
    lab.simulator.faults.clear();
    damagedByReceiver();

    expect((await triggered()).remediation).toEqual(notAgain);
  });

  test('is not made again beside one that is new, which is', async () => {
    await triggered();
    lab.simulator.faults.add({ kind: 'transmit-damaged', host: 'sim-02', device: 'eth0' });
    const { remediation } = await triggered();
    const run = remediation?.run;
    if (run == null) throw new Error('nothing was changed');
    const { hosts } = await lab.session.client.workflow
      .getHandle<typeof remediatePool>(run.workflowId, run.runId)
      .result();

    expect(remediation).toMatchObject({ outcome: 'done' });
    expect(hosts.flatMap(({ cures = [] }) => cures.map(({ device, answer }) => [device, answer]))).toEqual([
      ['eth0', 'cured'],
    ]);
    await lab.rollback(run);
    expect(await lab.dump()).toBe(before);
  });
});

test('each audit says what is new, gone and unchanged since the last, also when started by hand', async () => {
  await lab.remediate();
  expect(await apply()).toBe(true);

  const first = await triggered();
  await lab.ssh('sim-02', 'ethtool -K eth1 tso on gso on tx on sg on');
  const changed = await triggered();
  const unchanged = await triggered();
  await lab.ssh('sim-02', 'ethtool -K eth1 tx off sg off tso off gso off');
  const mended = await triggered();

  expect([first.findings, first.drift]).toEqual([[], null]);
  expect(changed.drift?.new).toContainEqual({
    kind: 'not-in-force',
    host: 'sim-02',
    target: 'eth1',
    what: 'tso is on, stored off',
  });
  expect(unchanged.drift).toEqual({ new: [], gone: [], unchanged: changed.findings.length });
  expect(mended.drift).toEqual({ new: [], gone: changed.findings, unchanged: 0 });
});

test('a host that does not answer keeps what was last known of it', async () => {
  await lab.ssh('sim-02', 'ethtool -K eth1 tx on');
  const known = (await triggered()).findings;
  lab.simulator.faults.add({ kind: 'host-unreachable', host: 'sim-02' });

  const away = await triggered();
  lab.simulator.faults.clear();

  expect(known.length).toBeGreaterThan(0);
  expect(away.drift).toEqual({ new: [], gone: [], unchanged: known.length });
  await lab.ssh('sim-02', 'ethtool -K eth1 tx off');
});

test('a key stored where it does nothing is new in the next audit, and gone once it is removed', async () => {
  const vlan = '$(xe pif-list host-name-label=sim-02 VLAN=42 params=uuid --minimal)';
  const template = '$(xe vif-list vm-uuid=$(xe template-list params=uuid --minimal) params=uuid --minimal)';
  await triggered();
  await lab.ssh('sim-01', `xe pif-param-set uuid=${vlan} other-config:ethtool-tx=off`);
  await lab.ssh('sim-01', `xe vif-param-set uuid=${template} other-config:ethtool-tx=off`);

  const stored = await triggered();
  await lab.ssh('sim-01', `xe pif-param-remove uuid=${vlan} param-name=other-config param-key=ethtool-tx`);
  await lab.ssh('sim-01', `xe vif-param-remove uuid=${template} param-name=other-config param-key=ethtool-tx`);
  const removed = await triggered();

  expect(stored.drift?.new.map(({ kind, host, what }) => [kind, host, what])).toEqual([
    ['ineffective', 'sim-02', 'ethtool-tx=off on a VLAN PIF'],
    ['ineffective', 'templates and snapshots', 'ethtool-tx=off on a VIF of a template'],
  ]);
  expect(removed.drift).toMatchObject({ new: [], gone: stored.drift?.new });
});

test('with a policy and the wish to remediate, what deviates is changed under the lock of the pool', async () => {
  const policy = { kind: 'custom', pif: { gro: 'off' }, vif: {} } as const;
  expect(await apply({ policy, remediation: { scope: 'both', waves: quickWaves } })).toBe(false);

  const cured = await triggered();
  const after = await triggered();

  expect(cured.drift).toBeNull();
  expect(cured.findings.length).toBeGreaterThan(0);
  expect(cured.remediation).toMatchObject({ outcome: 'done', run: { workflowId: expect.stringMatching(/\/change$/) } });
  expect(after.remediation).toBeNull();
  expect(after.drift?.gone).toEqual(cured.findings);
});

test('a schedule is listed, paused, resumed and deleted', async () => {
  await withSchedule(lab.session, pool, (schedule) => schedule.pause('for the night'));
  expect(await listedAsPaused()).toMatchObject([{ pool, when: 'every 1d', paused: true }]);
  await withSchedule(lab.session, pool, (schedule) => schedule.unpause());
  expect(await describeSchedule(lab.session, pool)).toMatchObject({ paused: false, overlapped: 0, missed: 0 });
  await withSchedule(lab.session, pool, (schedule) => schedule.delete());

  await expect(describeSchedule(lab.session, pool)).rejects.toMatchObject({ details: { type: 'ScheduleNotFound' } });
});
