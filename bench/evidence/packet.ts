/** What a checksum field holds: `partial` is what the stack leaves to the NIC, and GRO leaves behind; `none` is UDP's zero. */
export type ChecksumState = 'right' | 'wrong' | 'partial' | 'none';

/** What an IP packet carries; `bytes` of payload. ICMP is that of the packet's IP version. */
export type Content =
  | { readonly kind: 'tcp' | 'udp' | 'icmp' | 'fragment'; readonly bytes: number; readonly port: number }
  /** A web server's answer, with a text of its own. */
  | { readonly kind: 'http'; readonly text: string };

/** One frame as a capture holds it. */
export interface Packet {
  readonly fromMac: string;
  readonly toMac: string;
  readonly vlan: number | null;
  /** IP addresses: 4 or 16 bytes, of one version. */
  readonly from: Uint8Array;
  readonly to: Uint8Array;
  readonly content: Content;
  readonly checksum: ChecksumState;
}

/** A packet at its time within the capture, from 0 to 1. */
export interface TimedPacket {
  readonly at: number;
  readonly packet: Packet;
}

export const everybody = 'ff:ff:ff:ff:ff:ff';

/** The segment size of TCP: every segment of ours carries 12 bytes of timestamps, as those of Linux do. */
export const segmentBytes = (mtu: number, version: 4 | 6): number => mtu - (version === 4 ? 20 : 40) - 32;

export const versionOf = (packet: Pick<Packet, 'from'>): 4 | 6 => (packet.from.length === 4 ? 4 : 6);
