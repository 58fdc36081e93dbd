/** Whether tcpdump found a packet's checksums right; a bad one with its header up to the verdict, never payload. */
export type ChecksumVerdict = { readonly kind: 'good' } | { readonly kind: 'bad'; readonly header: string };

export interface CapturedPacket {
  /** MAC address of the sender; null where tcpdump was not told to print it (-e). */
  readonly senderMac: string | null;
  /** Length of the outermost IP packet; 0 where there is none. */
  readonly lengthBytes: number;
  /** Null where tcpdump does not say: fragments, cut frames, protocols without a checksum. */
  readonly verdict: ChecksumVerdict | null;
}

const startPattern = /^(?:\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d\.\d+ /;
const senderPattern = /^\S+ (?:\S+ )?((?:[0-9a-f]{2}:){5}[0-9a-f]{2}) > /;
const innerStartPattern = /^(?:IP6? \(|(?:[0-9a-f]{2}:){5}[0-9a-f]{2} > )/;
const headerPattern = /^.*?\(((tos|class|flowlabel|hlim) [^()]*(?:\([^()]*\)[^()]*)*)\)/;
const badHeaderPattern = /, bad cksum [0-9a-f]+ \(->[0-9a-f]+\)!$/;

/** Verdicts stand right behind the addresses (facts/xenserver.md §7); further on a line, or below it, payload may say anything. */
const addresses = String.raw`^ *\S+ > \S+: (?:HBH (?:\([^()]*\) )*)?`;
const tcpFlags = String.raw`(?:Flags \[[^\]]*\]|[A-Z.]+), cksum 0x[0-9a-f]+`;
const goodPattern = new RegExp(String.raw`${addresses}(?:${tcpFlags} \(correct\)|\[(?:udp|icmp6) sum ok\])`);
const badPattern = new RegExp(
  `${addresses}(?:` +
    [
      String.raw`${tcpFlags} \(incorrect \(?-> 0x[0-9a-f]+\)`,
      String.raw`\[bad (?:udp|icmp6) cksum [0-9a-fx >-]+!\]`,
      String.raw`ICMP .*?\(wrong icmp cksum [0-9a-f]+ \(->[0-9a-f]+\)!\)`,
    ].join('|') +
    ')',
);

/**
 * Splits the text of `tcpdump -vv -nn [-e]` into packets. A packet begins with a time; the addresses follow on the same
 * line (IPv6, and tcpdump 3.9) or on the next one, four spaces in. Payload lines begin with a tab. What a tunnel carries
 * belongs to the packet that carries it.
 */
export function splitPackets(text: string): CapturedPacket[] {
  const packets: CapturedPacket[] = [];
  let afterHeader = false;
  for (const line of text.split('\n')) {
    const starts = startPattern.test(line);
    if (starts) packets.push({ senderMac: senderPattern.exec(line)?.[1] ?? null, lengthBytes: 0, verdict: null });
    const packet = packets.pop();
    if (packet === undefined) continue;
    const header = starts || innerStartPattern.test(line) ? headerPattern.exec(line) : null;
    if (header !== null) packets.push(withHeader(packet, line, header));
    else packets.push(afterHeader && /^ {4}\S/.test(line) ? withVerdict(packet, verdictOf(line)) : packet);
    afterHeader = header !== null;
  }
  return packets;
}

function withHeader(packet: CapturedPacket, line: string, header: RegExpExecArray): CapturedPacket {
  const [whole, inside = '', firstWord = ''] = header;
  const measured = packet.lengthBytes === 0 ? { ...packet, lengthBytes: ipLengthBytes(inside, firstWord) } : packet;
  return badHeaderPattern.test(inside)
    ? withVerdict(measured, { kind: 'bad', header: whole })
    : withVerdict(measured, verdictOf(line.slice(whole.length)));
}

const ipv6HeaderBytes = 40;

/** IPv4 (its header begins with tos) prints the length of the packet, IPv6 that of what follows its header. */
function ipLengthBytes(header: string, firstWord: string): number {
  const printed = Number(/\blength:? (\d+)/.exec(header)?.[1] ?? 0);
  return firstWord === 'tos' ? printed : printed + ipv6HeaderBytes;
}

function verdictOf(addressesAndMore: string): ChecksumVerdict | null {
  const bad = badPattern.exec(addressesAndMore);
  if (bad !== null) return { kind: 'bad', header: bad[0].trim() };
  return goodPattern.test(addressesAndMore) ? { kind: 'good' } : null;
}

/** One bad checksum makes the packet bad, whatever else is right. */
const withVerdict = (packet: CapturedPacket, verdict: ChecksumVerdict | null): CapturedPacket =>
  verdict === null || packet.verdict?.kind === 'bad' ? packet : { ...packet, verdict };
