import type { ChecksumCounts } from '../domain/inspection';
import { splitPackets } from './tcpdump-packets';

const exampleCount = 3;

/**
 * Counts checksum verdicts in the text of `tcpdump -vv -nn [-e]`, versions 3.9 to 4.99. `mtu` is in bytes.
 * Examples are headers of bad packets, those within the MTU first.
 */
export function countChecksums(text: string, mtu: number): ChecksumCounts {
  const packets = splitPackets(text);
  const bad = packets.flatMap(({ verdict, lengthBytes }) =>
    verdict?.kind === 'bad' ? [{ header: verdict.header, isMerged: lengthBytes > mtu }] : [],
  );
  const merged = bad.filter((packet) => packet.isMerged);
  const withinMtu = bad.filter((packet) => !packet.isMerged);
  return {
    packets: packets.length,
    verdicts: packets.filter((packet) => packet.verdict !== null).length,
    bad: withinMtu.length,
    badMerged: merged.length,
    examples: [...withinMtu, ...merged].slice(0, exampleCount).map((packet) => packet.header),
  };
}
