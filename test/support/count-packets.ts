import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parsePacketCounts, type DirectionCounts } from '../../parse/packet-counts';

const packets = readFileSync(path.join(__dirname, '../../activities/shared/packets.sh'), 'utf8');

interface Counting {
  readonly mtu: number;
  /** The MTU, unless the NIC merges packets of peers with a smaller one. */
  readonly single?: number;
  /** `both` tells directions by the NIC's own address. */
  readonly direction?: 'in' | 'out' | 'both';
  readonly own?: string;
}

/** Counts what tcpdump printed as hosts do, by the very shell that they run; `told`: how many senders it printed. */
export function countPackets(
  text: string,
  { mtu, single = mtu, direction = 'in', own = '' }: Counting,
): DirectionCounts & { readonly told: number } {
  const { stdout, stderr, status } = spawnSync(
    '/bin/sh',
    ['-c', `${packets}\ncount_packets "$@"`, 'count', direction, own, String(mtu), String(single)],
    { encoding: 'utf8', input: text, env: { ...process.env, LC_ALL: 'C' } },
  );
  if (status !== 0) throw new Error(`count_packets: ${stderr}`);
  const told = stdout.split('\n').filter((line) => line.startsWith('sender ')).length;
  return { ...parsePacketCounts(stdout, direction === 'out' ? 'out' : 'in'), told };
}
