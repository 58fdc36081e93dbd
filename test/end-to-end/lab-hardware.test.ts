import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { down } from '../../lab/namespaces/down';
import { labFiles } from '../../lab/namespaces/lab-files';
import type { RunningLab } from '../../lab/namespaces/running-lab';
import { traffic } from '../../lab/namespaces/traffic';
import { up } from '../../lab/namespaces/up';
import { whyNoDamage, whyNoLab } from '../../lab/namespaces/why-no-lab';
import { askLab } from '../../lab/namespaces/xapi/ask-lab';
import type { LabCommand } from '../../lab/namespaces/xapi/lab-command';

const run = promisify(execFile);
const name = 'hardware';
const why = whyNoLab() ?? whyNoDamage();

let lab: RunningLab;
const enough = new AbortController();
let sending: Promise<unknown>;

/** Runs a program of this machine in a host's network. */
async function onHost(number: number, ...words: readonly string[]): Promise<string> {
  const namespace = lab.hosts[number - 1]?.namespace ?? '';
  const { stdout } = await run('ip', ['netns', 'exec', namespace, ...words], { maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

interface Counts {
  readonly whole: number;
  readonly bad: number;
  /** Longer than the MTU. */
  readonly badMerged: number;
}

/** What plain tcpdump says of the next 100 TCP and UDP packets of a host's eth1 that a filter takes. */
async function see(number: number, direction: 'in' | 'out', filter = 'tcp or udp'): Promise<Counts> {
  const words = ['tcpdump', '-i', 'eth1', '-Q', direction, '-nn', '-vv', '-e', '-c', '100', filter];
  const text = await onHost(number, ...words);
  const packets = [...text.matchAll(/, length (\d+): .*\n.*(\(correct\)|udp sum ok|incorrect|bad udp)/g)];
  const bad = packets.filter(([, , verdict = '']) => /incorrect|bad/.test(verdict));
  const badMerged = bad.filter(([, length]) => Number(length) > 1514).length;
  return { whole: packets.length - bad.length, bad: bad.length - badMerged, badMerged };
}

const from = (number: number): string => `(tcp or udp) and src 198.19.0.${String(number)}`;

/** A counter of /proc/net/snmp. */
async function counter(number: number, protocol: 'Tcp' | 'Udp', field: string): Promise<number> {
  const [names = [], values = []] = (await onHost(number, 'cat', '/proc/net/snmp'))
    .split('\n')
    .filter((line) => line.startsWith(`${protocol}:`))
    .map((line) => line.split(' '));
  return Number(values[names.indexOf(field)]);
}

const fault = (plan: Extract<LabCommand, { ask: 'add-fault' }>['fault']): Promise<unknown> =>
  askLab(labFiles(name).socket, { ask: 'add-fault', fault: plan });

const inLab = why === null ? describe : describe.skip;

inLab(`NICs of a lab (skipped without what it needs${why === null ? '' : `: ${why}`})`, () => {
  beforeAll(async () => {
    lab = await up({ lab: name, hosts: 5 });
    sending = traffic(lab, 600, { idle: [5], bulk: { from: 3, to: 4 }, signal: enough.signal }).catch(() => undefined);
  });
  afterEach(async () => {
    await askLab(labFiles(name).socket, { ask: 'clear-faults' });
  });
  afterAll(async () => {
    enough.abort();
    await sending;
    await down(name);
  });

  test('send with checksums that are filled in later, and what arrives is whole', async () => {
    expect((await see(1, 'out')).whole).toBeLessThan(20);
    for (const number of [1, 2, 3, 4]) expect(await see(number, 'in')).toEqual({ whole: 100, bad: 0, badMerged: 0 });
  });

  test('leave an idle host alone', async () => {
    const before = [await counter(5, 'Tcp', 'InSegs'), await counter(5, 'Udp', 'InDatagrams')];
    await see(2, 'in');

    expect([await counter(5, 'Tcp', 'InSegs'), await counter(5, 'Udp', 'InDatagrams')]).toEqual(before);
  });

  test('damage what they send when told to, as long as the host leaves checksums to them', async () => {
    await fault({ kind: 'transmit-damaged', host: 'lab-02', device: 'eth1' });
    const damaged = [await see(1, 'in', from(2)), await see(3, 'in', from(2))];
    const others = await see(3, 'in', from(4));
    await onHost(2, 'ethtool', '-K', 'eth1', 'tx', 'off');
    const switchedOff = await see(3, 'in', from(2));
    await onHost(2, 'ethtool', '-K', 'eth1', 'tx', 'on', 'tso', 'on');

    for (const counts of damaged) expect(counts).toMatchObject({ bad: expect.any(Number), badMerged: 0 });
    for (const { whole } of damaged) expect(whole).toBeLessThan(10);
    expect(others).toEqual({ whole: 100, bad: 0, badMerged: 0 });
    expect(switchedOff).toEqual({ whole: 100, bad: 0, badMerged: 0 });
    expect((await see(3, 'in', from(2))).whole).toBeLessThan(10);

    await askLab(labFiles(name).socket, { ask: 'clear-faults' });
    expect(await see(3, 'in', from(2))).toEqual({ whole: 100, bad: 0, badMerged: 0 });
  });

  test('damage what they receive when told to, from senders that arrive whole elsewhere, and TCP goes on', async () => {
    await fault({ kind: 'receive-damaged', host: 'lab-02' });
    const before = await counter(2, 'Tcp', 'InCsumErrors');
    const [one, three] = [await see(2, 'in', from(1)), await see(2, 'in', from(3))];

    for (const { whole, bad } of [one, three]) {
      expect(bad).toBeGreaterThan(3);
      expect(whole).toBeGreaterThan(50);
    }
    expect(await see(4, 'in', from(1))).toEqual({ whole: 100, bad: 0, badMerged: 0 });
    expect(await see(4, 'in', from(3))).toEqual({ whole: 100, bad: 0, badMerged: 0 });
    expect(await counter(2, 'Tcp', 'InCsumErrors')).toBeGreaterThan(before);

    await askLab(labFiles(name).socket, { ask: 'clear-faults' });
    expect(await see(2, 'in')).toEqual({ whole: 100, bad: 0, badMerged: 0 });
  });

  test('merge what they receive with gro on: long frames look bad, others do not', async () => {
    await onHost(4, 'ethtool', '-K', 'eth1', 'gro', 'on');
    const bulk = await see(4, 'in', from(3));
    await onHost(4, 'ethtool', '-K', 'eth1', 'gro', 'off');

    expect(bulk.badMerged).toBeGreaterThan(20);
    expect(bulk.bad).toBe(0);
  });
});
