import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { dumpPool } from '../../chaos/dump-pool';
import { down } from '../../lab/namespaces/down';
import type { RunningLab } from '../../lab/namespaces/running-lab';
import { traffic } from '../../lab/namespaces/traffic';
import { up } from '../../lab/namespaces/up';
import { whyNoDamage, whyNoLab } from '../../lab/namespaces/why-no-lab';
import { addFault, offloadIn, verdictsOf, type SeenReport } from '../support/real-hosts';

const run = promisify(execFile);
const name = 'evidence';
const why = whyNoLab() ?? whyNoDamage();

let lab: RunningLab;
const enough = new AbortController();
let sending: Promise<unknown>;

const offload = (...words: readonly string[]): Promise<SeenReport> => offloadIn(lab, ...words);

/** On a machine that has other work little is sent in a second. */
const listen = ['--capture', '6'];

/** The recipe on the web, on a host's own console: whether it finds anything at all. */
async function grepAccuses(host: RunningLab['hosts'][number]): Promise<boolean> {
  const recipe = 'timeout 2 tcpdump -i eth1 -v -nn 2>/dev/null | grep -c incorrect';
  const { stdout } = await run('ip', ['netns', 'exec', host.namespace, 'sh', '-c', `${recipe} || :`]);
  return Number(stdout) > 0;
}

const dump = (): Promise<string> => dumpPool(lab.sshConfigFile, lab.hosts, lab.clientNamespace);

const inLab = why === null ? describe : describe.skip;

inLab(`a pool with one NIC that damages what it sends${why === null ? '' : ` (skipped: ${why})`}`, () => {
  beforeAll(async () => {
    lab = await up({ lab: name, hosts: 8 });
    await run('ip', ['netns', 'exec', lab.hosts[3]?.namespace ?? '', 'ethtool', '-K', 'eth1', 'gro', 'on']);
    await addFault(name, { kind: 'transmit-damaged', host: 'lab-02', device: 'eth1' });
    await addFault(name, { kind: 'receive-damaged', host: 'lab-08', device: 'eth1' });
    await addFault(name, { kind: 'noisy-profile' });
    sending = traffic(lab, 230, { idle: [6], bulk: { from: 3, to: 4 }, signal: enough.signal }).catch(() => undefined);
  });
  afterAll(async () => {
    enough.abort();
    await sending;
    await down(name);
  });

  test('is all faulty to `grep incorrect`, but for the host that is idle', async () => {
    const accused = await Promise.all(lab.hosts.map(async (host) => [host.name, await grepAccuses(host)] as const));

    expect(accused.filter(([, isAccused]) => !isAccused).map(([host]) => host)).toEqual(['lab-06']);
  });

  test('is judged right on every NIC, cured by one mode of that NIC, and rolled back, whatever hosts greet with at login', async () => {
    const before = await dump();
    const found = await offload('audit', 'lab', ...listen);
    const change = await offload('remediate', 'lab', '--soak', '1', ...listen);
    const changed = await dump();

    expect(verdictsOf(found, 'eth1')).toEqual({
      'lab-01': 'receives-damage',
      'lab-02': 'sends-damage',
      'lab-03': 'receives-damage',
      'lab-04': 'merge-artefact',
      'lab-05': 'offload-artefact',
      'lab-06': 'no-evidence',
      'lab-07': 'offload-artefact',
      'lab-08': 'suspect-receiver',
    });
    for (const unplugged of ['eth0', 'eth2', 'eth3']) {
      expect(new Set(Object.values(verdictsOf(found, unplugged)))).toEqual(new Set(['no-evidence']));
    }
    expect(change.hosts.flatMap(({ changes }) => changes)).toEqual([
      expect.objectContaining({ where: 'live', target: 'eth1', mode: 'tx', from: 'on', to: 'off' }),
      expect.objectContaining({ where: 'xapi', mode: 'tx', from: 'absent', to: 'off' }),
    ]);
    expect(change.summary).toMatchObject({ changed: 1, xeWrites: 1 });
    expect(change.hosts.flatMap(({ name: host, cures }) => cures.map(({ answer }) => [host, answer]))).toEqual([
      ['lab-02', 'cured'],
    ]);
    expect(changed.split('\n## ').filter((host) => !before.includes(host))).toHaveLength(2);
    expect(verdictsOf(await offload('audit', 'lab', ...listen), 'eth1')).toMatchObject({
      'lab-01': 'offload-artefact',
      'lab-02': 'healthy',
      'lab-03': 'offload-artefact',
    });
    expect((await offload('rollback', 'lab')).outcome).toBe('done');
    expect(await dump()).toBe(before);
  });
});
