import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { detectErrors } from '../../../activities/detect-errors/detect-errors';
import type { ActivityDependencies } from '../../../activities/shared/dependencies';
import { plainPool } from '../../../config/pool-config';
import { isHostUuid } from '../../../domain/ids';
import type { NicDetection } from '../../../domain/inspection';
import type { ScriptRun } from '../../../ssh/script';
import { toolFolder } from '../../support/tool-folder';

const uuid = '11111111-1111-1111-1111-111111111111';
const mine = '0a:00:00:00:00:01';
const peer = '0a:00:00:00:00:02';
const tools = ['awk', 'cat', 'grep', 'kill', 'mkfifo', 'mktemp', 'rm', 'sed', 'sh', 'sleep'];
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
async function detect(programs: Readonly<Record<string, string>>, named = tools): Promise<NicDetection | undefined> {
  const bin = path.join(root, 'programs');
  toolFolder(bin, named, programs);
  const runScript: ActivityDependencies['runScript'] = (_target, { script, args = [], input = '' }: ScriptRun) => {
    const { stdout, stderr, status } = spawnSync('/bin/sh', ['-c', script.text, script.name, ...args], {
      encoding: 'utf8',
      input,
      env: { PATH: bin, XEN_OFFLOAD_ROOT: root },
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
  const input = { pool: 'p', host: { uuid, name: 'h', address: 'h' }, nics: { eth0: { mtu: 1500 } }, seconds: 1 };
  return (await detectErrors(dependencies, input, new AbortController().signal)).nics.eth0;
}

const prints = (text: string): string => `#!/bin/sh\ncat <<'END'\n${text}END\n`;
const noCounters = { ethtool: '#!/bin/sh\nexit 94\n' };
const inBytes = expect.objectContaining({ packets: 1, verdicts: 1, bad: 0 });
const fromPeer = { [peer]: { judged: 1, bad: 0 } };
const outBytes = expect.objectContaining({ packets: 1, verdicts: 1, bad: 1 });

test('directions are those that tcpdump tells apart', async () => {
  const tcpdump = `#!/bin/sh\ncase "$*" in\n*'-Q in'*) cat <<'END'\n${received}END\n;;\n*) cat <<'END'\n${sent}END\n;;\nesac\n`;
  expect(await detect({ tcpdump, ...noCounters }, [...tools, 'timeout'])).toEqual({
    in: inBytes,
    out: outBytes,
    senders: fromPeer,
    grown: {},
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
    grown: {},
  });
});

test('a host without `timeout` ends a capture too, keeps what was seen, and leaves no file', async () => {
  const tcpdump = `${prints(received)}exec sleep 1000\n`;
  expect(await detect({ tcpdump, ...noCounters })).toEqual({ in: inBytes, out: inBytes, senders: fromPeer, grown: {} });
  expect(readdirSync(path.join(root, 'tmp'))).toEqual([]);
});

test('what packets carry stays on the host', async () => {
  const text = received.replace(', length 0', ', length 9: HTTP, length: 9\n\tGET /secret HTTP/1.1\n\tCookie: secret');
  const name = packet(peer, mine, 'correct').replace(/Flags.*/, '[udp sum ok] 7+ A? secret.example. (35)');
  expect(await detect({ tcpdump: prints(text + name), ...noCounters })).toMatchObject({
    in: { packets: 2, verdicts: 2, bad: 0 },
  });
  expect(answer).toContain('[udp sum ok]');
  expect(answer).not.toContain('secret');
});

test("growth of the NIC's own counters of damaged frames is told", async () => {
  const ethtool = `#!/bin/sh
count=$(cat "$XEN_OFFLOAD_ROOT/count" 2>/dev/null || echo 3)
printf 'NIC statistics:\\n     rx_packets: %s\\n     rx_csum_offload_errors: %s\\n' "$count" "$count"
echo 10 >"$XEN_OFFLOAD_ROOT/count"
`;
  expect(await detect({ tcpdump: prints(''), ethtool })).toMatchObject({ grown: { rx_csum_offload_errors: 7 } });
});
