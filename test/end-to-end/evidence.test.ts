import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { z } from 'zod';
import { dumpPool } from '../../chaos/dump-pool';
import { down } from '../../lab/namespaces/down';
import { labFiles } from '../../lab/namespaces/lab-files';
import type { RunningLab } from '../../lab/namespaces/running-lab';
import { traffic } from '../../lab/namespaces/traffic';
import { up } from '../../lab/namespaces/up';
import { whyNoDamage, whyNoLab } from '../../lab/namespaces/why-no-lab';
import { askLab } from '../../lab/namespaces/xapi/ask-lab';
import { startCommandIn } from '../support/command-line';

// Eight hosts with traffic, and four captures of all of them.
jest.setTimeout(240_000);

const run = promisify(execFile);
const name = 'evidence';
const why = whyNoLab() ?? whyNoDamage();

let lab: RunningLab;
const enough = new AbortController();
let sending: Promise<unknown>;

const report = z.object({
  outcome: z.string(),
  hosts: z.array(
    z.object({
      name: z.string(),
      outcome: z.string(),
      nics: z.array(z.object({ device: z.string(), verdict: z.string().nullable() })),
      changes: z.array(z.record(z.string(), z.unknown())),
      cures: z.array(z.object({ device: z.string(), answer: z.string(), because: z.string() })),
    }),
  ),
  summary: z.object({ changed: z.number(), xeWrites: z.number() }),
});

async function offload(...words: readonly string[]): Promise<z.infer<typeof report>> {
  const { stdout, stderr } = await startCommandIn(lab.clientNamespace, [...words, '--json'], lab.folder).end;
  const parsed = report.safeParse(stdout === '' ? null : JSON.parse(stdout));
  if (!parsed.success) throw new Error(`${words.join(' ')}: ${parsed.error.message} ${stderr}`);
  return parsed.data;
}

const verdictsOf = ({ hosts }: z.infer<typeof report>, device: string): Record<string, string | null | undefined> =>
  Object.fromEntries(hosts.map((host) => [host.name, host.nics.find((nic) => nic.device === device)?.verdict]));

/** The recipe on the web, on a host's own console: whether it finds anything at all. */
async function grepAccuses(host: RunningLab['hosts'][number]): Promise<boolean> {
  const recipe = 'timeout 2 tcpdump -i eth1 -v -nn 2>/dev/null | grep -c incorrect';
  const { stdout } = await run('ip', ['netns', 'exec', host.namespace, 'sh', '-c', `${recipe} || :`]);
  return Number(stdout) > 0;
}

const fault = (kind: 'transmit-damaged' | 'receive-damaged', host: string): Promise<unknown> =>
  askLab(labFiles(name).socket, { ask: 'add-fault', fault: { kind, host, device: 'eth1' } });

const inLab = why === null ? describe : describe.skip;

inLab(`a pool with one NIC that damages what it sends${why === null ? '' : ` (skipped: ${why})`}`, () => {
  beforeAll(async () => {
    lab = await up({ lab: name, hosts: 8 });
    await run('ip', ['netns', 'exec', lab.hosts[3]?.namespace ?? '', 'ethtool', '-K', 'eth1', 'gro', 'on']);
    await fault('transmit-damaged', 'lab-02');
    await fault('receive-damaged', 'lab-08');
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

  test('has the right verdict on every NIC, is cured by one mode of that NIC, and nothing else is written', async () => {
    const before = await dumpPool(lab.sshConfigFile, lab.hosts, lab.clientNamespace);
    const found = await offload('audit', 'lab');
    const change = await offload('remediate', 'lab', '--soak', '1');
    const changed = await dumpPool(lab.sshConfigFile, lab.hosts, lab.clientNamespace);

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
    expect(verdictsOf(await offload('audit', 'lab'), 'eth1')).toMatchObject({
      'lab-01': 'offload-artefact',
      'lab-02': 'healthy',
      'lab-03': 'offload-artefact',
    });
  });
});
