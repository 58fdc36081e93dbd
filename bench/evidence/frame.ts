import { inverted, pseudoHeaderSum, sumOf } from './checksum';
import { versionOf, type ChecksumState, type Content, type Packet } from './packet';

const protocols = { tcp: 6, http: 6, udp: 17, fragment: 17 } as const;
const shortestFrameBytes = 60;

/** The bytes of a frame: Ethernet, 802.1Q where tagged, IPv4 or IPv6, and what it carries. */
export function frameOf(packet: Packet): Buffer {
  const version = versionOf(packet);
  const ethertype = version === 4 ? [0x08, 0x00] : [0x86, 0xdd];
  const tag = packet.vlan === null ? [] : [0x81, 0x00, packet.vlan >> 8, packet.vlan & 0xff];
  const link = Buffer.from([...macBytes(packet.toMac), ...macBytes(packet.fromMac), ...tag, ...ethertype]);
  const carried = carriedBytes(packet, version);
  const header = version === 4 ? ipv4Header(packet, carried.length) : ipv6Header(packet, carried.length);
  const frame = Buffer.concat([link, header, carried]);
  return frame.length >= shortestFrameBytes ? frame : Buffer.concat([frame], shortestFrameBytes);
}

const macBytes = (mac: string): number[] => mac.split(':').map((octet) => parseInt(octet, 16));

function protocolOf({ kind }: Content, version: 4 | 6): number {
  if (kind !== 'icmp') return protocols[kind];
  return version === 4 ? 1 : 58;
}

function ipv4Header({ from, to, content }: Packet, bytes: number): Buffer {
  const header = Buffer.alloc(20);
  header.writeUInt16BE(0x4500, 0);
  header.writeUInt16BE(header.length + bytes, 2);
  header.writeUInt16BE(content.kind === 'fragment' ? 0x0010 : 0x4000, 6);
  header.writeUInt16BE((64 << 8) | protocolOf(content, 4), 8);
  header.set(from, 12);
  header.set(to, 16);
  header.writeUInt16BE(inverted(sumOf(header)), 10);
  return header;
}

function ipv6Header({ from, to, content }: Packet, bytes: number): Buffer {
  const header = Buffer.alloc(40);
  header[0] = 0x60;
  header.writeUInt16BE(bytes, 4);
  header[6] = protocolOf(content, 6);
  header[7] = 64;
  header.set(from, 8);
  header.set(to, 24);
  return header;
}

/** What stands behind the IP header, its checksum in the state asked for. */
function carriedBytes({ from, to, content, checksum }: Packet, version: 4 | 6): Buffer {
  const { bytes, at } = withoutChecksum(content, version);
  if (at === null) return bytes;
  const hasNoPseudoHeader = content.kind === 'icmp' && version === 4;
  const start = hasNoPseudoHeader ? 0 : pseudoHeaderSum(from, to, protocolOf(content, version), bytes.length);
  bytes.writeUInt16BE(checksumField(checksum, start, bytes), at);
  return bytes;
}

function checksumField(state: ChecksumState, pseudoHeader: number, bytes: Uint8Array): number {
  const right = inverted(sumOf(bytes, pseudoHeader));
  switch (state) {
    case 'right':
      return right === 0 ? 0xffff : right;
    case 'wrong':
      return right ^ 0x0101 || 0x0202;
    case 'partial':
      return pseudoHeader;
    case 'none':
      return 0;
  }
}

/** Transport header and payload, and where the checksum belongs; null for a fragment, which has none. */
function withoutChecksum(content: Content, version: 4 | 6): { readonly bytes: Buffer; readonly at: number | null } {
  switch (content.kind) {
    case 'tcp':
      return { bytes: Buffer.concat([tcpHeader(content.port), filling(content.bytes)]), at: 16 };
    case 'http':
      return { bytes: Buffer.concat([tcpHeader(80), Buffer.from(content.text)]), at: 16 };
    case 'udp':
      return { bytes: Buffer.concat([udpHeader(content.port, content.bytes), filling(content.bytes)]), at: 6 };
    case 'icmp':
      return { bytes: Buffer.concat([echoHeader(version), filling(content.bytes)]), at: 2 };
    case 'fragment':
      return { bytes: filling(content.bytes), at: null };
  }
}

/** ACK and PSH, and the timestamps that Linux sends. */
function tcpHeader(port: number): Buffer {
  const header = Buffer.alloc(32);
  header.writeUInt16BE(port, 0);
  header.writeUInt16BE(44_321, 2);
  header.writeUInt32BE(1, 4);
  header.writeUInt32BE(1, 8);
  header.writeUInt16BE(0x8018, 12);
  header.writeUInt16BE(229, 14);
  header.set([1, 1, 8, 10, 0, 0, 3, 232, 0, 0, 3, 232], 20);
  return header;
}

function udpHeader(port: number, bytes: number): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt16BE(port, 0);
  header.writeUInt16BE(port, 2);
  header.writeUInt16BE(header.length + bytes, 4);
  return header;
}

const echoHeader = (version: 4 | 6): Buffer => Buffer.from([version === 4 ? 8 : 128, 0, 0, 0, 0, 7, 0, 1]);

const pattern = Buffer.from(Array.from({ length: 0x1_0000 }, (_, at) => (at * 31 + 7) & 0xff));
const filling = (bytes: number): Buffer => pattern.subarray(0, bytes);
