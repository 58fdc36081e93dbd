import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Lab, quickWaves } from '../support/lab';
import type { FaultPlan } from '../../lab/standin/faults/fault';

let lab: Lab;
let before: string;
beforeAll(async () => {
  lab = await Lab.start(1);
  before = await lab.dump();
});
afterEach(() => {
  lab.simulator.faults.clear();
});
afterAll(async () => {
  await lab.stop();
});

const host = 'sim-01';
const pif = (): string => lab.simulator.database().xapi.pifs.find(({ physical }) => physical)?.uuid ?? '';
const cut = (moment: Extract<FaultPlan, { kind: 'connection-cut' }>['moment'], skip = 0): FaultPlan => ({
  kind: 'connection-cut',
  host,
  moment,
  skip,
  times: 1,
});

/** Executions on the host of a pool of one, in order: xapi for the name, xapi, inspect, then the steps. */
const executions = { hold: 3, applyLive: 4, confirm: 5, readStored: 6, writeStored: 7, verify: 8, release: 9 };

describe('an answer that was lost after the step was done', () => {
  test.each(Object.entries(executions))(
    'in %s is found out by trying again, and the run ends as planned',
    async (_, skip) => {
      const fault = lab.simulator.faults.add(cut('after-execution', skip));

      const run = await lab.remediate();

      expect(lab.simulator.faults.fired()).toEqual({ [fault]: 1 });
      expect(run.outcome).toBe('done');
      await lab.rollback(run.run);
      expect(await lab.dump()).toBe(before);
    },
  );
});

describe('a connection lost before the step', () => {
  test.each(Object.entries(executions))('in %s is dialled again, and the run ends as planned', async (_, skip) => {
    const fault = lab.simulator.faults.add(cut('before-execution', skip));

    const run = await lab.remediate();

    expect(lab.simulator.faults.fired()).toEqual({ [fault]: 1 });
    expect(run.outcome).toBe('done');
    await lab.rollback(run.run);
    expect(await lab.dump()).toBe(before);
  });
});

describe('a step that fails for good takes the host back to exactly what it was', () => {
  test.each<[string, () => FaultPlan, string]>([
    [
      'ethtool refuses a mode',
      () => ({ kind: 'ethtool-refuses', host, device: 'eth1', mode: 'tso' }),
      'ModeNotApplied',
    ],
    [
      'ethtool says yes and does nothing',
      () => ({ kind: 'ethtool-does-nothing', host, device: 'eth1' }),
      'ModeNotApplied',
    ],
    ['xe refuses an object', () => ({ kind: 'xe-refuses', command: `^pif-param-set uuid=${pif()}` }), 'XapiRefused'],
    [
      'xe dies between two keys, every time it tries',
      () => ({ kind: 'xe-dies-between-keys', object: pif(), afterKeys: 1, times: 4 }),
      'XapiUnavailable',
    ],
    [
      'xapi hangs up in every write',
      () => ({ kind: 'xe-hangs-up', command: '^[pv]if-param-set', times: 40 }),
      'XapiUnavailable',
    ],
  ])('%s', async (_, fault, type) => {
    const id = lab.simulator.faults.add(fault());

    const run = await lab.remediate({ waves: { ...quickWaves, confirmSeconds: 60 } });

    expect(lab.simulator.faults.fired()[id]).toBeGreaterThan(0);
    expect(run.hosts[0]?.error?.type).toBe(type);
    expect(run.hosts[0]?.outcome).toBe('rolled-back');
    expect(await lab.dump()).toBe(before);
  });

  test('xe dies once between two keys: the second attempt finishes the object', async () => {
    lab.simulator.faults.add({ kind: 'xe-dies-between-keys', object: pif(), afterKeys: 2, times: 1 });

    const run = await lab.remediate();

    expect(run.outcome).toBe('done');
    await lab.rollback(run.run);
    expect(await lab.dump()).toBe(before);
  });
});

describe('the dead man’s switch', () => {
  test('gives a host that is not confirmed its old state back by itself, and the run says so', async () => {
    lab.simulator.faults.add({ kind: 'host-slow', host, delayMs: 7_000, skip: executions.confirm, times: 1 });

    const run = await lab.remediate({ waves: { ...quickWaves, confirmSeconds: 5 } });

    expect(run.hosts[0]?.error?.type).toBe('DeadManFired');
    expect(run.hosts[0]?.outcome).toBe('rolled-back');
    expect(await lab.dump()).toBe(before);
  });
});
