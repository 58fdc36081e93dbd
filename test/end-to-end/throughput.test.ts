import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { down } from '../../lab/namespaces/down';
import type { RunningLab } from '../../lab/namespaces/running-lab';
import { up } from '../../lab/namespaces/up';
import { whyNoLab } from '../../lab/namespaces/why-no-lab';
import { startCommandIn } from '../support/command-line';
import { Lab } from '../support/lab';

const name = 'throughput';
const why = whyNoLab() ?? (existsSync('/usr/bin/iperf3') ? null : 'needs iperf3: apt-get install iperf3');
const inLab = why === null ? describe : describe.skip;

const numbers = z.object({ megabitsPerSecond: z.number(), resent: z.number(), why: z.null() });
const report = z.object({ outcome: z.string(), throughput: z.object({ before: numbers, after: numbers }) });

inLab(`two real hosts with iperf3 (skipped without them${why === null ? '' : `: ${why}`})`, () => {
  let lab: RunningLab;
  beforeAll(async () => {
    lab = await up({ lab: name, hosts: 2 });
  });
  afterAll(() => down(name));

  test('are measured over their data network before and after a change', async () => {
    const words = ['remediate', 'lab', '--policy', 'classic', '--soak', '0', '--measure', 'lab-01,lab-02@198.19.0.2'];
    const { stdout, stderr } = await startCommandIn(lab.clientNamespace, [...words, '--json'], lab.folder).end;
    const { outcome, throughput } = report.parse(JSON.parse(stdout));

    expect(outcome).toBe('done');
    expect(throughput.before.megabitsPerSecond).toBeGreaterThan(0);
    expect(throughput.after.megabitsPerSecond).toBeGreaterThan(0);
    expect(stderr.match(/^== (measure|waves|verify)$/gm)).toEqual([
      '== measure',
      '== waves',
      '== verify',
      '== measure',
    ]);
  });
});

describe('a pool whose hosts have no iperf3', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.start(2);
  });
  afterAll(() => lab.stop());

  const between = (from: string, to: string) => lab.remediate({ measure: { from, to, address: null } });

  test('is refused a measurement with a host that it does not have, before anything is changed', async () => {
    const before = await lab.dump();

    await expect(between('sim-01', 'sim-99')).rejects.toMatchObject({
      type: 'WrongUsage',
      message: '--measure: no host sim-99 in the pool; there are sim-01, sim-02',
    });
    expect(await lab.dump()).toBe(before);
  });

  test('is changed all the same, and told why nothing was measured', async () => {
    const { outcome, throughput } = await between('sim-01', 'sim-02');

    expect(outcome).toBe('done');
    expect(throughput?.before).toMatchObject({
      megabitsPerSecond: null,
      why: expect.stringMatching(/^sim-0.: .*iperf3/),
    });
    expect(throughput?.after).toEqual(throughput?.before);
  });

  test('is not measured where nothing is left to be changed', async () => {
    expect(await between('sim-01', 'sim-02')).toMatchObject({ outcome: 'nothing-to-do', throughput: null });
  });
});
