import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { countPackets } from '../../support/count-packets';

type Seen = 'good' | 'bad' | 'none';

/** One capture, read by four versions of the real program, in its order; with lengths where they count. */
const frames: readonly (readonly [frame: string, verdict: Seen, lengthBytes?: number])[] = [
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

const versions = ['3.9.8', '4.1.1', '4.9.3', '4.99.3'];
const looksIntoVxlan = (version: string): boolean => version.startsWith('4.9');
const sample = (version: string): readonly string[] =>
  readFileSync(path.join(__dirname, 'samples', `tcpdump-${version}.txt`), 'utf8').split(/^(?=12:00:)/m);

/** What is said of a single packet of this length at most. */
function verdict(packet: string, bytes = 65_535): Seen | 'bad, merged' {
  const { counts } = countPackets(packet, { mtu: bytes });
  if (counts.badMerged === 1) return 'bad, merged';
  return counts.verdicts === 0 ? 'none' : counts.bad === 1 ? 'bad' : 'good';
}

describe.each(versions)('tcpdump %s', (version) => {
  const expected = frames.map(([frame, seen, lengthBytes]) =>
    frame.includes('VXLAN') && !looksIntoVxlan(version)
      ? ([frame, 'none'] as const)
      : ([frame, seen, lengthBytes] as const),
  );

  test('judges the same frames the same; only newer ones look into VXLAN', () => {
    const packets = sample(version);

    expect(packets.map((packet, index) => [frames[index]?.[0], verdict(packet)])).toEqual(
      expected.map(([frame, seen]) => [frame, seen]),
    );
  });

  test('tells how long a packet is: longer than the MTU is merged', () => {
    sample(version).forEach((packet, index) => {
      const bytes = expected[index]?.[2];
      if (bytes === undefined) return;
      expect([bytes, verdict(packet, bytes), verdict(packet, bytes - 1)]).toEqual([bytes, 'bad', 'bad, merged']);
    });
  });
});
