import { existsSync, readdirSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { z } from 'zod';
import { down } from '../../lab/namespaces/down';
import { labFiles } from '../../lab/namespaces/lab-files';
import type { RunningLab } from '../../lab/namespaces/running-lab';
import { traffic } from '../../lab/namespaces/traffic';
import { up } from '../../lab/namespaces/up';
import { whyNoLab } from '../../lab/namespaces/why-no-lab';
import { askLab } from '../../lab/namespaces/xapi/ask-lab';
import type { LabCommand } from '../../lab/namespaces/xapi/lab-command';
import { startCommandIn } from '../support/command-line';
import { dumpPool } from '../../chaos/dump-pool';

// A run, a rollback and three dumps of real hosts, on a machine that may have other work.
jest.setTimeout(180_000);

const name = 'endtoend';
const why = whyNoLab();

let lab: RunningLab;

/** What of a report these tests read. */
const report = z.object({
  outcome: z.string(),
  hosts: z.array(
    z.object({
      name: z.string(),
      outcome: z.string(),
      error: z.object({ type: z.string(), message: z.string() }).nullable(),
      changes: z.array(z.record(z.string(), z.unknown())),
      nics: z.array(z.object({ device: z.string(), verdict: z.string().nullable() })),
    }),
  ),
});

/** Runs xen-offload where the lab is reached. */
async function offload(...words: readonly string[]): Promise<z.infer<typeof report>> {
  const { stdout, stderr } = await startCommandIn(lab.clientNamespace, [...words, '--json'], lab.folder).end;
  const parsed = report.safeParse(stdout === '' ? null : JSON.parse(stdout));
  if (!parsed.success) throw new Error(`${words.join(' ')}: ${parsed.error.message} ${stderr}`);
  return parsed.data;
}

const fault = (plan: Extract<LabCommand, { ask: 'add-fault' }>['fault']): Promise<unknown> =>
  askLab(labFiles(name).socket, { ask: 'add-fault', fault: plan });

const fired = (): Promise<unknown> => askLab(labFiles(name).socket, { ask: 'fired' });

const dump = (): Promise<string> => dumpPool(lab.sshConfigFile, lab.hosts, lab.clientNamespace);

const outcomes = ({ hosts }: z.infer<typeof report>): Record<string, string> =>
  Object.fromEntries(hosts.map((host) => [host.name, host.outcome]));

const dataVerdicts = ({ hosts }: z.infer<typeof report>): Record<string, string | null | undefined> =>
  Object.fromEntries(hosts.map((host) => [host.name, host.nics.find(({ device }) => device === 'eth1')?.verdict]));

const remediate = ['remediate', 'lab', '--policy', 'classic', '--soak', '0'];

const inLab = why === null ? describe : describe.skip;

inLab(`a pool of real hosts (skipped without Linux, root and their tools${why === null ? '' : `: ${why}`})`, () => {
  beforeAll(async () => {
    lab = await up({ lab: name, hosts: 4, old: [3] });
  });
  afterEach(async () => {
    await askLab(labFiles(name).socket, { ask: 'clear-faults' });
  });
  afterAll(() => down(name));

  test('is changed as a whole, an old host included, and a rollback leaves it exactly as before', async () => {
    const before = await dump();
    const change = await offload(...remediate);

    expect(change.outcome).toBe('done');
    expect(await dump()).not.toBe(before);
    expect((await offload('rollback', 'lab')).outcome).toBe('done');
    expect(await dump()).toBe(before);
  });

  test('is cured by one change of the one NIC that damages what it sends, in spite of a greeting at login', async () => {
    await fault({ kind: 'noisy-profile' });
    await fault({ kind: 'transmit-damaged', host: 'lab-02', device: 'eth1' });
    const before = await dump();
    const enough = new AbortController();
    const sending = traffic(lab, 150, { signal: enough.signal }).catch(() => undefined);
    const found = await offload('audit', 'lab');
    const change = await offload('remediate', 'lab', '--soak', '0');
    const changed = await dump();
    const cured = await offload('audit', 'lab');
    enough.abort();
    await sending;

    expect(dataVerdicts(found)).toEqual({
      'lab-01': 'receives-damage',
      'lab-02': 'sends-damage',
      'lab-03': 'receives-damage',
      'lab-04': 'offload-artefact',
    });
    expect(outcomes(change)).toMatchObject({ 'lab-02': 'done', 'lab-01': 'nothing-to-do', 'lab-03': 'nothing-to-do' });
    expect(change.hosts.flatMap(({ changes }) => changes)).toEqual([
      expect.objectContaining({ where: 'live', target: 'eth1', mode: 'tx', from: 'on', to: 'off' }),
      expect.objectContaining({ where: 'xapi', mode: 'tx', from: 'absent', to: 'off' }),
    ]);
    expect(changed.split('\n## ').filter((host) => !before.includes(host))).toHaveLength(2);
    expect(dataVerdicts(cured)).toEqual({
      'lab-01': 'offload-artefact',
      'lab-02': 'healthy',
      'lab-03': 'offload-artefact',
      'lab-04': 'offload-artefact',
    });
    expect((await offload('rollback', 'lab')).outcome).toBe('done');
    expect(await dump()).toBe(before);
  });

  test('gets back a host that a change cut off, by the host itself, and goes no further', async () => {
    const before = await dump();
    await fault({
      kind: 'link-cut',
      host: 'lab-02',
      from: { afterCall: '^ethtool -K eth0 sg off' },
      until: { call: '^ethtool -K eth0 .* on' },
    });
    const change = await offload(...remediate, '--confirm', '5');

    expect(outcomes(change)).toMatchObject({ 'lab-02': 'rolled-back', 'lab-01': 'not-started' });
    expect(change.hosts.find((host) => host.name === 'lab-02')?.error).toMatchObject({ type: 'DeadManFired' });
    expect(await fired()).toEqual({ 1: 1 });
    expect(await dump()).toBe(before);
  });

  test('finishes although the answer to a change is lost with its connection', async () => {
    const before = await dump();
    await fault({
      kind: 'connection-cut',
      host: 'lab-02',
      moment: { afterCall: '^ethtool -K eth1 gso off' },
      times: 1,
    });

    expect((await offload(...remediate)).outcome).toBe('done');
    expect(await fired()).toEqual({ 1: 1 });
    expect((await offload('rollback', 'lab')).outcome).toBe('done');
    expect(await dump()).toBe(before);
  });

  test('is gone when it is taken down, and what others made is not', async () => {
    const other = await up({ lab: 'other', hosts: 1 });
    await down('other');

    expect(existsSync(other.folder)).toBe(false);
    expect(readdirSync('/run/netns').filter((namespace) => namespace.startsWith('xen-lab-other'))).toEqual([]);
    expect((await dump()).match(/^## lab-/gm)).toHaveLength(4);
  });
});
