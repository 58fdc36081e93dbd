import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { detectErrors } from '../../../activities/detect-errors/detect-errors';
import type { ActivityDependencies } from '../../../activities/shared/dependencies';
import { plainPool } from '../../../config/pool-config';
import { isHostUuid } from '../../../domain/ids';
import type { HostDetection, NicDetection } from '../../../domain/inspection';
import type { ScriptRun } from '../../../ssh/script';
import { toolFolder } from '../../support/tool-folder';

const uuid = '11111111-1111-1111-1111-111111111111';
const mine = '0a:00:00:00:00:01';
const peer = '0a:00:00:00:00:02';
const tools = ['awk', 'cat', 'grep', 'head', 'kill', 'mkfifo', 'mktemp', 'rm', 'sed', 'sh', 'sleep'];
const oldTcpdump = readFileSync(path.join(__dirname, '../../../lab/namespaces/old-tools/tcpdump.sh'), 'utf8');

const packet = (from: string, to: string, verdict: string): string =>
  `12:00:00.000001 ${from} > ${to}, ethertype IPv4 (0x0800), length 74: (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto TCP (6), length 60)\n` +
  `    10.0.0.1.1 > 10.0.0.2.2: Flags [.], cksum 0x1 (${verdict}), seq 1, ack 1, win 64, length 0\n`;
const sent = packet(mine, peer, 'incorrect -> 0x2');
const received = packet(peer, mine, 'correct');

let root: string;
/** What the host answered last. */
let answer: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'xen-offload-detect-'));
  for (const folder of ['etc', 'tmp', 'sys/class/net/eth0']) mkdirSync(path.join(root, folder), { recursive: true });
  writeFileSync(path.join(root, 'etc/xensource-inventory'), `INSTALLATION_UUID='${uuid}'\n`);
  writeFileSync(path.join(root, 'sys/class/net/eth0/address'), `${mine}\n`);
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

/** Runs the script as a host does, with these programs alone. */
async function detectOnHost(
  programs: Readonly<Record<string, string>>,
  named = tools,
  environment: Readonly<Record<string, string>> = {},
): Promise<HostDetection> {
  const bin = path.join(root, 'programs');
  toolFolder(bin, named, programs);
  const runScript: ActivityDependencies['runScript'] = (_target, { script, args = [], input = '' }: ScriptRun) => {
    const { stdout, stderr, status } = spawnSync('/bin/sh', ['-c', script.text, script.name, ...args], {
      encoding: 'utf8',
      input,
      env: { PATH: bin, XEN_OFFLOAD_ROOT: root, ...environment },
      timeout: 20_000,
    });
    answer = stdout;
    return Promise.resolve({ stdout, stderr, exitCode: status ?? 1 });
  };
  const unused = () => Promise.reject(new Error('not asked for'));
  const dependencies: ActivityDependencies = {
    runScript,
    pool: () => Promise.resolve(plainPool('p', [])),
    readHostRun: unused,
    readPoolRun: unused,
    readPlan: unused,
    readLastAudit: unused,
  };
  if (!isHostUuid(uuid)) throw new Error('no uuid');
  const input = {
    pool: 'p',
    host: { uuid, name: 'h', address: 'h' },
    nics: { eth0: { mtu: 1500, singleBytes: 1500 } },
    seconds: 1,
  };
  return detectErrors(dependencies, input, new AbortController().signal);
}

const detect = async (...how: Parameters<typeof detectOnHost>): Promise<NicDetection | undefined> =>
  (await detectOnHost(...how)).nics.eth0;

const prints = (text: string): string => `#!/bin/sh\ncat <<'END'\n${text}END\n`;
const noCounters = { ethtool: '#!/bin/sh\nexit 94\n' };
const inBytes = expect.objectContaining({ packets: 1, verdicts: 1, bad: 0 });
const fromPeer = { [peer]: { judged: 1, bad: 0 } };
const fromMe = { [mine]: { judged: 1, bad: 1 } };
const quiet = { grown: {}, dropped: {}, problem: null };
const outBytes = expect.objectContaining({ packets: 1, verdicts: 1, bad: 1 });

test('directions are those that tcpdump tells apart', async () => {
  const tcpdump = `#!/bin/sh\ncase "$*" in\n*'-Q in'*) cat <<'END'\n${received}END\n;;\n*) cat <<'END'\n${sent}END\n;;\nesac\n`;
  expect(await detect({ tcpdump, ...noCounters }, [...tools, 'timeout'])).toEqual({
    in: inBytes,
    out: outBytes,
    senders: fromPeer,
    sent: fromMe,
    ...quiet,
  });
});

test('a tcpdump without directions counts what certainly was sent or received, and no frame of guests or to all', async () => {
  const guest = '0a:00:00:00:00:09';
  const uncertain = packet(guest, peer, 'incorrect -> 0x2') + packet(peer, 'ff:ff:ff:ff:ff:ff', 'incorrect -> 0x2');
  const programs = { tcpdump: oldTcpdump, 'tcpdump.real': prints(uncertain + sent + received + uncertain) };
  expect(await detect({ ...programs, ...noCounters })).toEqual({
    in: inBytes,
    out: outBytes,
    senders: fromPeer,
    sent: fromMe,
    ...quiet,
  });
});

test.each([
  [
    'in its words, not by what it warns of before',
    'tcpdump: WARNING: eth0: no IPv4 address assigned\ntcpdump: eth0: socket: Operation not permitted',
    'eth0: socket: Operation not permitted',
  ],
  ['in its words where it heard nothing', 'tcpdump: eth0: That device is not up', 'eth0: That device is not up'],
  [
    'where it stopped to listen',
    'tcpdump: listening on eth0, link-type EN10MB (Ethernet)\ntcpdump: pcap_loop: recvfrom: Network is down',
    'pcap_loop: recvfrom: Network is down',
  ],
])('a tcpdump that fails is told %s', async (_, said, problem) => {
  const tcpdump = `#!/bin/sh\ncat >&2 <<'END'\n${said}\nEND\nexit 1\n`;

  expect(await detect({ tcpdump, ...noCounters }, [...tools, 'timeout'])).toMatchObject({
    in: { packets: 0 },
    out: { packets: 0 },
    problem,
  });
});

test.each([
  ['that crashes', 'kill -SEGV $$\n', 'it ended with exit code 139'],
  ['that is killed', 'kill -KILL $$\n', 'it ended with exit code 137'],
])('a tcpdump %s without a word is no quiet network', async (_, ends, problem) => {
  const tcpdump = `#!/bin/sh\necho 'tcpdump: listening on eth0' >&2\n${ends}`;

  expect(await detect({ tcpdump, ...noCounters }, [...tools, 'timeout'])).toMatchObject({ problem });
});

test('what tcpdump says of a capture that went well is no problem', async () => {
  const tcpdump = `${prints(received)}echo 'tcpdump: WARNING: no IPv4 address assigned' >&2\n`;

  expect(await detect({ tcpdump, ...noCounters }, [...tools, 'timeout'])).toMatchObject({ problem: null });
});

test('a host without `timeout` ends a capture too, keeps what was seen, and leaves no file', async () => {
  const tcpdump = `${prints(received)}exec sleep 1000\n`;
  expect(await detect({ tcpdump, ...noCounters })).toEqual({
    in: inBytes,
    out: inBytes,
    senders: fromPeer,
    sent: fromPeer,
    ...quiet,
  });
  expect(readdirSync(path.join(root, 'tmp'))).toEqual([]);
});

test('what packets carry stays on the host', async () => {
  const text = received.replace(', length 0', ', length 9: HTTP, length: 9\n\tGET /secret HTTP/1.1\n\tCookie: secret');
  const name = packet(peer, mine, 'correct').replace(/Flags.*/, '[udp sum ok] 7+ A? secret.example. (35)');
  expect(await detect({ tcpdump: prints(text + name), ...noCounters })).toMatchObject({
    in: { packets: 2, verdicts: 2, bad: 0 },
  });
  expect(answer).not.toContain('secret');
});

test.each([
  ['22 where nothing says otherwise', {}, 'not port 22 and not port 22'],
  ['the one we came by', { SSH_CONNECTION: '10.0.0.9 50022 10.0.0.1 2222' }, 'not port 22 and not port 2222'],
])('our own SSH is not captured: port %s', async (_, environment, filter) => {
  const tcpdump = '#!/bin/sh\nprintf "%s\\n" "$*" >>"$XEN_OFFLOAD_ROOT/asked"\n';
  await detect({ tcpdump, ...noCounters }, tools, environment);

  const asked = readFileSync(path.join(root, 'asked'), 'utf8').trim().split('\n').sort();
  expect(asked).toEqual([
    `-i eth0 -Q in -p -c 500 -nn -vv -e -l -s 0 ${filter}`,
    `-i eth0 -Q out -p -c 500 -nn -vv -e -l -s 0 ${filter}`,
  ]);
});

/** Prints one text at its first call and another one from then on. */
const onceThen = (file: string, first: string, later: string): string =>
  `if [ -e "$XEN_OFFLOAD_ROOT/${file}" ]; then printf '${later}'; else printf '${first}'; : >"$XEN_OFFLOAD_ROOT/${file}"; fi\n`;

test('growth of the counters of damaged and of dropped frames is told, of driver and kernel', async () => {
  const statistics = path.join(root, 'sys/class/net/eth0/statistics');
  mkdirSync(statistics);
  for (const name of ['rx_dropped', 'rx_bytes']) writeFileSync(path.join(statistics, name), '5\n');
  const count = (n: number): string =>
    `NIC statistics:\\n     rx_packets: ${String(n)}\\n     rx_csum_offload_errors: ${String(n)}\\n`;
  const ethtool = `#!/bin/sh\n${onceThen('asked', count(3), count(10))}`;
  const tcpdump = `#!/bin/sh\necho 9 >"$XEN_OFFLOAD_ROOT/sys/class/net/eth0/statistics/rx_dropped"\n`;
  expect(await detect({ tcpdump, ethtool })).toMatchObject({
    grown: { rx_csum_offload_errors: 7 },
    dropped: { rx_dropped: 4 },
  });
});

test('what the host did meanwhile is told: checksum errors, TCP sent again, time in softirqs', async () => {
  mkdirSync(path.join(root, 'proc/net'), { recursive: true });
  const write = (again: number, errors: number, softirq: number): string =>
    `printf 'Tcp: OutSegs RetransSegs InCsumErrors\\nTcp: ${String(100 * again)} ${String(again)} ${String(errors)}\\n' >"$XEN_OFFLOAD_ROOT/proc/net/snmp"\n` +
    `printf 'cpu  ${String(100 - softirq)} 0 0 0 0 0 ${String(softirq)} 0 0 0\\ncpu0 1\\n' >"$XEN_OFFLOAD_ROOT/proc/stat"\n`;
  spawnSync('/bin/sh', ['-c', write(2, 1, 0)], { env: { PATH: process.env.PATH, XEN_OFFLOAD_ROOT: root } });
  const tcpdump = `#!/bin/sh\n${write(5, 8, 0).replace('cpu  100', 'cpu  190').replace(' 0 0 0 0 0 0 0 0', ' 0 0 0 0 0 10 0 0')}`;

  expect((await detectOnHost({ tcpdump, ...noCounters })).host).toEqual({
    checksumErrors: 7,
    segmentsSent: 300,
    segmentsSentAgain: 3,
    softirqPercent: 10,
  });
});

test('a host whose kernel tells nothing has no counters, and is captured on all the same', async () => {
  expect(await detectOnHost({ tcpdump: prints(received), ...noCounters })).toMatchObject({
    host: { checksumErrors: null, segmentsSent: null, segmentsSentAgain: null, softirqPercent: null },
    nics: { eth0: { in: { packets: 1 } } },
  });
});
