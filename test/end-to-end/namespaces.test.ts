import { existsSync, readdirSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { down } from '../../lab/namespaces/down';
import { labFiles } from '../../lab/namespaces/lab-files';
import type { RunningLab } from '../../lab/namespaces/running-lab';
import { up } from '../../lab/namespaces/up';
import { whyNoLab } from '../../lab/namespaces/why-no-lab';
import { askLab } from '../../lab/namespaces/xapi/ask-lab';
import { addFault, offloadIn, type SeenReport } from '../support/real-hosts';
import { dumpPool } from '../../chaos/dump-pool';

const name = 'endtoend';
const why = whyNoLab();

let lab: RunningLab;

const offload = (...words: readonly string[]): Promise<SeenReport> => offloadIn(lab, ...words);

const fired = (): Promise<unknown> => askLab(labFiles(name).socket, { ask: 'fired' });

const dump = (): Promise<string> => dumpPool(lab.sshConfigFile, lab.hosts, lab.clientNamespace);

const outcomes = ({ hosts }: SeenReport): Record<string, string> =>
  Object.fromEntries(hosts.map((host) => [host.name, host.outcome]));

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

  test('gets back a host that a change cut off, by the host itself, and goes no further', async () => {
    const before = await dump();
    await addFault(name, {
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
    await addFault(name, {
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
