import { readFileSync } from 'node:fs';
import path from 'node:path';

export type Seen = 'good' | 'bad' | 'none';

/** One capture, read by four versions of the real program, in its order; with lengths where they count. */
export const frames: readonly (readonly [frame: string, verdict: Seen, lengthBytes?: number])[] = [
  ['TCP, right', 'good'],
  ['TCP, wrong', 'bad', 80],
  ['TCP SYN, wrong', 'bad', 40],
  ['UDP, right', 'good'],
  ['UDP, wrong', 'bad', 48],
  ['UDP without checksum', 'none'],
  ['ICMP, right, which is not said', 'good'],
  ['ICMP, wrong', 'bad', 52],
  ['ICMPv6, right', 'good'],
  ['ICMPv6, wrong', 'bad', 72],
  ['IPv4 header, wrong', 'bad', 48],
  ['TCP over IPv6, right', 'good'],
  ['TCP over IPv6, wrong', 'bad', 100],
  ['UDP over IPv6, wrong', 'bad', 68],
  ['VLAN, right', 'good'],
  ['VLAN, wrong', 'bad', 80],
  ['inside of VXLAN, wrong', 'bad', 130],
  ['payload that says incorrect', 'good'],
  ['a cut frame, wrong', 'none'],
  ['first fragment, wrong', 'none'],
  ['last fragment', 'none'],
  ['merged, wrong', 'bad', 4040],
];

export const versions = ['3.9.8', '4.1.1', '4.9.3', '4.99.3'];
export const looksIntoVxlan = (version: string): boolean => version.startsWith('4.9');
export const sample = (version: string): readonly string[] =>
  readFileSync(path.join(__dirname, 'samples', `tcpdump-${version}.txt`), 'utf8').split(/^(?=12:00:)/m);
