import type { SenderCounts } from '../domain/inspection';
import { limits } from '../domain/limits';
import { splitPackets, type CapturedPacket } from './tcpdump-packets';

/** IP and TCP headers, without options: what every packet of a merged frame had of its own. */
const headerBytes = 40;

/** Counts received packets by sender, in the text of `tcpdump -vv -nn -e`; the senders heard most. `mtu` is in bytes. */
export function countSenders(text: string, mtu: number): Readonly<Record<string, SenderCounts>> {
  const senders = new Map<string, SenderCounts>();
  for (const packet of splitPackets(text)) {
    const { senderMac, verdict } = packet;
    if (senderMac === null || verdict === null) continue;
    const { judged, bad } = senders.get(senderMac) ?? { judged: 0, bad: 0 };
    const isBad = verdict.kind === 'bad' && packet.lengthBytes <= mtu;
    senders.set(senderMac, { judged: judged + packetsIn(packet, mtu), bad: bad + (isBad ? 1 : 0) });
  }
  return Object.fromEntries([...senders].sort(([, a], [, b]) => b.judged - a.judged).slice(0, limits.captureSenders));
}

/** A frame longer than the MTU was merged by GRO from packets it had verified, whatever its own checksum says. */
const packetsIn = ({ lengthBytes }: CapturedPacket, mtu: number): number =>
  lengthBytes <= mtu ? 1 : Math.ceil((lengthBytes - headerBytes) / (mtu - headerBytes));
