import type { Chance } from '../../chaos/chance';
import type { Nic, Station } from './drawn-pool';
import type { Packet, TimedPacket } from './packet';

/** What the sending NIC's own capture shows: whatever is left to the NIC is not done yet. */
export function sentFrames(
  packets: readonly TimedPacket[],
  { from, isBulk }: { readonly from: Station; readonly isBulk: boolean },
  { tx, tso }: Nic,
  chance: Chance,
): readonly TimedPacket[] {
  const leavesToNic = tx && from.offloads;
  const frames = isBulk && leavesToNic && tso ? inRuns(packets, () => true, chance) : packets;
  return leavesToNic ? frames.map(({ at, packet }) => ({ at, packet: withoutSum(packet) })) : frames;
}

/** ICMP is never left to the NIC. */
export const isOffloaded = ({ content: { kind } }: Packet): boolean =>
  kind === 'tcp' || kind === 'udp' || kind === 'http';

const withoutSum = (packet: Packet): Packet =>
  isOffloaded(packet) && packet.checksum === 'right' ? { ...packet, checksum: 'partial' } : packet;

/** What the receiving NIC's capture shows: GRO merges segments that it found whole, and no others. */
export const receivedFrames = (
  packets: readonly TimedPacket[],
  { isBulk }: { readonly isBulk: boolean },
  { gro }: Nic,
  chance: Chance,
): readonly TimedPacket[] =>
  isBulk && gro ? inRuns(packets, ({ packet }) => packet.checksum === 'right', chance) : packets;

/** Consecutive packets for which `joins` is true, in frames of up to 64 kB; how many at once depends on the load. */
function inRuns(
  packets: readonly TimedPacket[],
  joins: (packet: TimedPacket) => boolean,
  chance: Chance,
): readonly TimedPacket[] {
  const frames: TimedPacket[] = [];
  let run: TimedPacket[] = [];
  const longest = chance.pick([4, 12, 44]);
  let wanted = 1;
  const flush = (): void => {
    frames.push(...joined(run));
    run = [];
    wanted = chance.between(1, longest);
  };
  for (const packet of packets) {
    if (run.length >= Math.min(wanted, mostSegments(packet)) || !joins(packet)) flush();
    if (joins(packet)) run.push(packet);
    else frames.push(packet);
  }
  flush();
  return frames;
}

const longestPayloadBytes = 65_000;
const payloadBytes = ({ content }: Packet): number => (content.kind === 'http' ? content.text.length : content.bytes);
const mostSegments = ({ packet }: TimedPacket): number => Math.floor(longestPayloadBytes / payloadBytes(packet));

/** One long frame, at the time of its first segment, with the sum of the pseudo-header alone. */
function joined(run: readonly TimedPacket[]): readonly TimedPacket[] {
  const [first] = run;
  if (first === undefined || run.length === 1) return run;
  const bytes = run.reduce((sum, { packet }) => sum + payloadBytes(packet), 0);
  const content = { kind: 'tcp' as const, bytes, port: 2049 };
  return [{ at: first.at, packet: { ...first.packet, content, checksum: 'partial' } }];
}
