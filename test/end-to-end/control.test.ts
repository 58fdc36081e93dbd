import { setImmediate } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { askRun, type Ask } from '../../client/ask-run';
import { startRemediation, startRollback, unwrap } from '../../client/start-run';
import type { ChangeResult, RemediateInput, RunRef } from '../../domain/pool-run';
import type { Progress } from '../../domain/progress';
import {
  approveUpdate,
  cancelUpdate,
  pauseUpdate,
  planQuery,
  progressQuery,
  resumeUpdate,
} from '../../workflows/messages';
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
afterAll(async () => {
  await lab.stop();
});

interface Started {
  readonly run: RunRef;
  readonly progress: () => Promise<Progress>;
  readonly result: () => Promise<ChangeResult>;
}

async function start(more: Partial<RemediateInput> = {}): Promise<Started> {
  const handle = await startRemediation(lab.session, await lab.input({ waves: { ...quickWaves, size: 1 }, ...more }));
  return {
    run: { workflowId: handle.workflowId, runId: handle.firstExecutionRunId },
    progress: () => handle.query(progressQuery),
    result: () => unwrap(handle.result()),
  };
}

async function reaches({ progress }: Started, isThere: (now: Progress) => boolean): Promise<Progress> {
  for (;;) {
    const now = await progress();
    if (isThere(now)) return now;
    await setImmediate();
  }
}

const state = (host: string, wanted: string) => (now: Progress) =>
  now.hosts.some(({ name, state: found }) => name === host && found === wanted);
const ask = ({ run }: Started, wish: Ask): Promise<string> => askRun(lab.session, run, wish);
const pause: Ask = (run) => run.executeUpdate(pauseUpdate);
const resume: Ask = (run) => run.executeUpdate(resumeUpdate);
const approve: Ask = (run) => run.executeUpdate(approveUpdate);
const cancel =
  (finished: 'keep' | 'undo'): Ask =>
  (run) =>
    run.executeUpdate(cancelUpdate, { args: [finished] });

/** Makes a host slow when it is to be confirmed; executions before: inspect, hold, apply live. */
const slow = (host: string, delayMs: number): string =>
  lab.simulator.faults.add({ kind: 'host-slow', host, delayMs, skip: 3, times: 1 });
async function strikes(fault: string): Promise<void> {
  while ((lab.simulator.faults.fired()[fault] ?? 0) === 0) await setImmediate();
}

async function takeBack(run: RunRef): Promise<void> {
  await lab.rollback(run);
  expect(await lab.dump()).toBe(before);
}

describe('pause and resume', () => {
  test('a pause lets the host under way finish and begins no other, until resume', async () => {
    const fault = slow('sim-02', 1_500);
    const started = await start();
    await strikes(fault);

    expect(await ask(started, pause)).toContain('paused');
    const paused = await reaches(started, state('sim-02', 'done'));
    expect(paused.waitsFor).toBe('resume');
    expect(paused.hosts.filter((host) => host.state === 'changing')).toEqual([]);
    await expect(ask(started, pause)).rejects.toMatchObject({
      type: 'RequestRefused',
      message: expect.stringContaining('already'),
    });

    expect(await ask(started, resume)).toBe('resumed');
    expect((await started.result()).outcome).toBe('done');
    await takeBack(started.run);
  });

  test('a run that is not paused refuses to resume, and one that has ended refuses everything', async () => {
    const started = await start({ policy: { kind: 'guests' } });
    await expect(ask(started, resume)).rejects.toMatchObject({ type: 'RequestRefused' });
    await started.result();
    await expect(ask(started, pause)).rejects.toMatchObject({ type: 'RequestRefused' });
    await takeBack(started.run);
  });

  test('a paused run can be cancelled: what has not begun stays as it was', async () => {
    const fault = slow('sim-02', 1_500);
    const started = await start();
    await strikes(fault);
    await ask(started, pause);
    await reaches(started, state('sim-02', 'done'));

    await ask(started, cancel('keep'));

    const result = await started.result();
    expect(result.outcome).toBe('cancelled');
    expect(outcomes(result)).toEqual({
      'sim-02': 'done',
      'sim-03': 'not-started',
      'sim-04': 'not-started',
      'sim-01': 'not-started',
    });
    await takeBack(started.run);
  });
});

describe('approval', () => {
  test('nothing is changed before a person approves, who can read the plan of every host', async () => {
    const started = await start({ needsApproval: true });
    await reaches(started, ({ waitsFor }) => waitsFor === 'approval');
    const { coordinator } = await lab.find();
    const { workflowId } = started.run;
    const planned = await lab.session.client.workflow.getHandle(workflowId).query(planQuery, coordinator.uuid);

    expect(planned?.live.length).toBeGreaterThan(0);
    expect(await lab.dump()).toBe(before);

    expect(await ask(started, approve)).toContain('approved');
    expect((await started.result()).outcome).toBe('done');
    await takeBack(started.run);
  });

  test('a plan that is not approved but cancelled changes nothing', async () => {
    const started = await start({ needsApproval: true });
    await reaches(started, ({ waitsFor }) => waitsFor === 'approval');
    await ask(started, cancel('keep'));

    expect((await started.result()).outcome).toBe('cancelled');
    expect(await lab.dump()).toBe(before);
  });

  test('a run that does not wait refuses an approval', async () => {
    const started = await start({ policy: { kind: 'guests' } });
    await expect(ask(started, approve)).rejects.toMatchObject({ type: 'RequestRefused' });
    await started.result();
    await takeBack(started.run);
  });
});

describe('cancel', () => {
  test('with undo: the host in flight and every finished host are as before', async () => {
    const fault = slow('sim-03', 1_500);
    const started = await start();
    await strikes(fault);

    await ask(started, cancel('undo'));

    const result = await started.result();
    expect(result.outcome).toBe('cancelled');
    expect(outcomes(result)).toEqual({
      'sim-02': 'rolled-back',
      'sim-03': 'rolled-back',
      'sim-04': 'not-started',
      'sim-01': 'not-started',
    });
    expect(await lab.dump()).toBe(before);
  });

  test('a rollback refuses to undo the hosts it has finished', async () => {
    const done = await lab.remediate();
    slow('sim-02', 1_500);
    const poolRef = await lab.find();
    const handle = await startRollback(lab.session, { pool: 'lab', poolRef, run: done.run, waves: quickWaves });
    const run = { workflowId: handle.workflowId, runId: handle.firstExecutionRunId };

    await expect(askRun(lab.session, run, cancel('undo'))).rejects.toMatchObject({ type: 'RequestRefused' });

    expect((await unwrap(handle.result())).outcome).toBe('done');
    expect(await lab.dump()).toBe(before);
  });
});

describe('--on-failure', () => {
  const refusing = () => lab.simulator.faults.add({ kind: 'ethtool-refuses', host: 'sim-03', device: 'eth1' });

  test('undo-pool: once too many failed, every finished host is taken back', async () => {
    refusing();
    const result = await lab.remediate({ waves: { ...quickWaves, size: 1, onFailure: 'undo-pool' } });

    expect(outcomes(result)).toEqual({
      'sim-02': 'rolled-back',
      'sim-03': 'rolled-back',
      'sim-04': 'not-started',
      'sim-01': 'not-started',
    });
    expect(result.outcome).toBe('rolled-back');
    expect(await lab.dump()).toBe(before);
  });

  test('undo-host: finished hosts stay changed', async () => {
    refusing();
    const result = await lab.remediate({ waves: { ...quickWaves, size: 1, onFailure: 'undo-host' } });

    expect(outcomes(result)).toMatchObject({ 'sim-02': 'done', 'sim-03': 'rolled-back', 'sim-04': 'not-started' });
    await takeBack(result.run);
  });
});

describe('a canary that receives more damage after its soak than before its change', () => {
  const damagedMeanwhile = async (onFailure: 'keep' | 'undo-host'): Promise<ChangeResult & { run: RunRef }> => {
    const started = await start({ captureSeconds: 1, waves: { ...quickWaves, soakSeconds: 1, onFailure } });
    await reaches(started, ({ phase }) => phase === 'soak');
    lab.simulator.faults.add({ kind: 'transmit-damaged', host: 'sim-03', device: 'eth1' });
    const result = await started.result();
    lab.simulator.faults.clear();
    return { ...result, run: started.run };
  };
  const others = { 'sim-03': 'not-started', 'sim-04': 'not-started', 'sim-01': 'not-started' };

  test('is taken back, and nothing else begins', async () => {
    const result = await damagedMeanwhile('undo-host');

    expect(outcomes(result)).toEqual({ 'sim-02': 'rolled-back', ...others });
    expect(result.hosts[0]?.error).toMatchObject({ type: 'ErrorsGrew', message: expect.stringContaining('eth1') });
    expect(await lab.dump()).toBe(before);
  });

  test('stays changed with keep, counted as failed, until a rollback', async () => {
    const result = await damagedMeanwhile('keep');

    expect(outcomes(result)).toEqual({ 'sim-02': 'failed', ...others });
    expect(await lab.dump()).not.toBe(before);
    await takeBack(result.run);
  });
});

describe('retry', () => {
  test('finishes what a run did not: the failed host and those never begun, and nothing else', async () => {
    const whole = await lab.remediate();
    const planned = await lab.dump();
    await takeBack(whole.run);
    lab.simulator.faults.add({ kind: 'ethtool-refuses', host: 'sim-03', device: 'eth1' });
    const first = await lab.remediate({ waves: { ...quickWaves, size: 1 } });
    lab.simulator.faults.clear();

    const second = await lab.retry(first.run);

    expect(second.outcome).toBe('done');
    expect(Object.keys(outcomes(second)).sort()).toEqual(['sim-01', 'sim-03', 'sim-04']);
    expect(await lab.dump()).toBe(planned);
    await lab.rollback(second.run);
    await takeBack(first.run);
  });
});
