/** A frame with the time it was captured at, in microseconds. */
export interface TimedFrame {
  readonly microseconds: number;
  readonly bytes: Uint8Array;
}

const snapLength = 262_144;
const ethernet = 1;

/** The bytes of a capture file: classic pcap, little-endian, microseconds, whole frames. */
export function pcapOf(frames: readonly TimedFrame[]): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2_c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(snapLength, 16);
  header.writeUInt32LE(ethernet, 20);
  return Buffer.concat([header, ...frames.flatMap((frame) => [recordHeader(frame), frame.bytes])]);
}

function recordHeader({ microseconds, bytes }: TimedFrame): Buffer {
  const header = Buffer.alloc(16);
  header.writeUInt32LE(Math.floor(microseconds / 1_000_000), 0);
  header.writeUInt32LE(microseconds % 1_000_000, 4);
  header.writeUInt32LE(bytes.length, 8);
  header.writeUInt32LE(bytes.length, 12);
  return header;
}
