import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { limits } from '../domain/limits';
import { hostScript } from '../activities/shared/host-script';
import { down } from '../lab/namespaces/down';
import { dataAddress } from '../lab/namespaces/names';
import type { RunningLab } from '../lab/namespaces/running-lab';
import { runToolIn } from '../lab/namespaces/run-tool';
import { up } from '../lab/namespaces/up';
import { whyNoLab } from '../lab/namespaces/why-no-lab';
import type { Figure } from './print-figures';

const lab = 'capturecost';
const seconds = 5;
const rounds = 5;
const port = 5201;
const mtu = 1_500;

interface Round {
  readonly gigabits: number;
  /** Of all processes of the capture, user and system. */
  readonly processorSeconds: number;
  readonly packets: number;
}

/** What a capture costs a host that receives as much as the machine can send, in turns with and without one. */
export async function measureCapture(): Promise<readonly Figure[]> {
  const why = whyNoLab();
  if (why !== null) return [['skipped', why]];
  const folder = await mkdtemp(path.join(tmpdir(), 'xen-offload-bench-'));
  const running = await up({ lab, hosts: 2, vifsPerHost: 0 });
  try {
    const [without, withCapture]: [Round[], Round[]] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      without.push(await measureRound(running, folder, false));
      withCapture.push(await measureRound(running, folder, true));
    }
    return rows(without, withCapture);
  } finally {
    await down(lab);
    await rm(folder, { recursive: true, force: true });
  }
}

function rows(without: readonly Round[], withCapture: readonly Round[]): readonly Figure[] {
  const gigabits = (round: Round): number => round.gigabits;
  return [
    ['medians of rounds, seconds each, processors', `${String(rounds)}, ${String(seconds)}, ${String(cpus().length)}`],
    ['iperf3 received without a capture', `${median(without, gigabits).toFixed(2)} Gbit/s`],
    ['iperf3 received with one on that NIC', `${median(withCapture, gigabits).toFixed(2)} Gbit/s`],
    ['packets counted, in and out', median(withCapture, ({ packets }) => packets).toFixed(0)],
    [
      'processor time of the capture',
      `${((100 * median(withCapture, ({ processorSeconds }) => processorSeconds)) / seconds).toFixed(1)} % of one processor`,
    ],
    ['packets a second at most, per NIC and direction', String(limits.capturePacketsPerSecond)],
  ];
}

function median(measured: readonly Round[], value: (round: Round) => number): number {
  const sorted = measured.map(value).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

async function measureRound({ hosts }: RunningLab, folder: string, isCaptured: boolean): Promise<Round> {
  const [from = '', to = ''] = hosts.map(({ namespace }) => namespace);
  const address = dataAddress(2);
  const server = runToolIn(to, ['iperf3', '--server', '--one-off', '--bind', address, '--port', String(port)]);
  const client = runToolIn(from, [
    ...['sh', '-c', 'sleep 0.5; exec iperf3 --client "$1" --port "$2" --time "$3" --json', 'sh'],
    ...[address, String(port), String(seconds + 1)],
  ]);
  const [capture, told] = await Promise.all([isCaptured ? captureOn(to, folder) : null, client, server]);
  const gigabits = Number(/"sum_received":\s*\{[^}]*"bits_per_second":\s*([\d.e+]+)/.exec(told)?.[1] ?? 0) / 1e9;
  return { gigabits, processorSeconds: 0, packets: 0, ...capture };
}

/** Runs the script of captures in a host's network, and has the shell tell what it and all it started took. */
async function captureOn(namespace: string, folder: string): Promise<Omit<Round, 'gigabits'>> {
  const uuid = '11111111-1111-4111-8111-111111111111';
  for (const needed of ['etc', 'tmp']) await mkdir(path.join(folder, needed), { recursive: true });
  await writeFile(path.join(folder, 'etc/xensource-inventory'), `INSTALLATION_UUID='${uuid}'\n`);
  const script = hostScript(path.join(__dirname, '../activities/detect-errors/detect-errors.sh'), 'packets');
  const words = [
    ...['env', `XEN_OFFLOAD_ROOT=${folder}`, `TMPDIR=${path.join(folder, 'tmp')}`],
    ...['sh', '-c', `sleep 1\n${script.text}\ntimes`, 'sh'],
    ...[uuid, String(seconds), String(limits.capturePacketsPerSecond)],
  ];
  const told = await runToolIn(namespace, words, `eth1 ${String(mtu)} ${String(mtu)}\n`);
  const counts = [...told.matchAll(/^packets (?:in|out) (\d+)/gm)].map(([, count]) => Number(count));
  return { processorSeconds: spent(told), packets: counts.reduce((sum, count) => sum + count, 0) };
}

/** The four times that the shell prints: `0m0.010s 0m0.020s` of itself, then of its children. */
const spent = (text: string): number =>
  [...text.matchAll(/\b(\d+)m([\d.]+)s\b/g)].reduce(
    (sum, [, minutes, rest]) => sum + 60 * Number(minutes) + Number(rest),
    0,
  );
