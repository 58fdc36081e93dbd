import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { RunRef } from '../../../domain/pool-run';
import { hostSteps } from '../../../workflows/host/steps';
import { Lab } from '../../support/lab';
import { SabotagedWorker } from '../../support/sabotage';

const worker = new SabotagedWorker();
let lab: Lab;
let before: string;
let planned: string;
/** One host and what is on it; VIFs of halted VMs are a change of their own. */
const selection = { only: [{ kind: 'host', name: 'sim-01' }], exclude: [] } as const;
const remediate = () => lab.remediate({ selection });

beforeAll(async () => {
  lab = await Lab.start(1, { startAnyWorker: worker.start });
  before = await lab.dump();
  const { run } = await remediate();
  planned = await lab.dump();
  await lab.rollback(run);
});
afterEach(() => {
  worker.use({});
});
afterAll(async () => {
  await lab.stop();
});

/** The scripts of each step, in order. A step that is not here fails the first test. */
const scripts: Readonly<Record<string, readonly string[]>> = {
  hold: ['acquire-host'],
  'apply live': ['apply-live'],
  'restore live': ['restore-live'],
  confirm: ['confirm-host'],
  'write stored': ['read-xapi', 'write-stored'],
  verify: ['verify-host'],
};
const changes = Object.entries(scripts).flatMap(([step, names]) =>
  step === 'restore live' ? [] : names.map((script) => [step, script] as const),
);
const rollbacks = Object.entries(scripts).flatMap(([step, names]) =>
  step === 'apply live' ? [] : names.map((script) => [step, script] as const),
);

const once = (script: string, when: 'before' | 'after') => (name: string, occurrence: number) =>
  name === script && occurrence === 1 ? when : null;

test('every step of a host’s change is in these tables', () => {
  expect(hostSteps.map(({ name }) => name)).toEqual(Object.keys(scripts));
});

describe.each(['before', 'after'] as const)('a failure %s the work of', (when) => {
  test.each(changes)('%s (%s) takes the host back to exactly what it was', async (_, script) => {
    worker.use({ fails: once(script, when) });

    const run = await remediate();

    expect(worker.struck).toEqual([script]);
    expect(run.hosts[0]?.outcome).toBe(script === 'acquire-host' ? 'failed' : 'rolled-back');
    expect(await lab.dump()).toBe(before);
  });

  test.each(rollbacks)('%s (%s) takes a rollback back to exactly what was planned', async (_, script) => {
    const { run } = await remediate();
    worker.use({ fails: once(script, when) });

    const back = await lab.rollback(run);

    expect(worker.struck).toEqual([script]);
    expect(back.hosts[0]?.outcome).toBe(script === 'acquire-host' ? 'failed' : 'rolled-back');
    expect(await lab.dump()).toBe(planned);

    worker.use({});
    expect((await lab.rollback(run)).outcome).toBe('done');
    expect(await lab.dump()).toBe(before);
  });

  test('the release leaves the change done, and its lock does not stop the rollback', async () => {
    worker.use({ fails: (name) => (name === 'release-host' ? when : null) });

    const { run, outcome } = await remediate();

    expect(outcome).toBe('done');
    expect(await lab.dump()).toBe(planned);
    worker.use({});
    expect((await lab.rollback(run)).outcome).toBe('done');
    expect(await lab.dump()).toBe(before);
  });
});

describe('run twice in a row', () => {
  const second = (): { changed: string[]; use: () => void } => {
    const changed: string[] = [];
    let first = '';
    const state = (): string => JSON.stringify(lab.simulator.database());
    return {
      changed,
      use: () => {
        worker.use({
          twice: {
            between: () => (first = state()),
            afterwards: (script) => {
              if (state() !== first) changed.push(script);
            },
          },
        });
      },
    };
  };

  test('every action changes nothing the second time, nor does what takes it back', async () => {
    const { changed, use } = second();
    use();
    const { run, outcome } = await remediate();
    expect(outcome).toBe('done');
    expect(await lab.dump()).toBe(planned);

    use();
    expect((await lab.rollback(run)).outcome).toBe('done');

    expect(await lab.dump()).toBe(before);
    expect(changed).toEqual([]);
  });
});

describe('an undo that fails too ends stuck, named with what is still different, and is finished by', () => {
  /** The last step fails, and so does every undo that the table names. */
  const stuck = async (undo: string): Promise<RunRef> => {
    let isUndoing = false;
    worker.use({
      fails: (name) => {
        if (isUndoing) return name === undo ? 'before' : null;
        isUndoing = name === 'verify-host';
        return isUndoing ? 'before' : null;
      },
    });
    const run = await remediate();
    expect(worker.struck).toEqual(['verify-host', undo]);
    const record = await lab.record(run.hosts[0] ?? { run: null });
    expect(record).toMatchObject({ outcome: 'stuck', error: { message: `${undo} was made to fail` } });
    expect(record.stillDifferent.live.length > 0).toBe(undo === 'restore-live');
    expect(run.outcome).toBe('stuck');
    expect(await lab.dump()).not.toBe(before);
    worker.use({});
    return run.run;
  };

  test.each(['restore-live', 'write-stored'])('rollback, where %s failed', async (undo) => {
    const run = await stuck(undo);

    expect((await lab.rollback(run)).outcome).toBe('done');
    expect(await lab.dump()).toBe(before);
  });

  test.each(['restore-live', 'write-stored'])('retry, where %s failed', async (undo) => {
    const run = await stuck(undo);

    const retry = await lab.retry(run);
    expect(retry.outcome).toBe('done');
    expect(await lab.dump()).toBe(planned);

    await lab.rollback(retry.run);
    expect(await lab.dump()).toBe(before);
  });
});
