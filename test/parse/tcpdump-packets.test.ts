import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { splitPackets } from '../../parse/tcpdump-packets';

type Seen = 'good' | 'bad' | 'none';

/** One capture, read by four versions of the real program; in its order. */
const frames: readonly (readonly [frame: string, verdict: Seen])[] = [
  ['TCP, right', 'good'],
  ['TCP, wrong', 'bad'],
  ['TCP SYN, wrong', 'bad'],
  ['UDP, right', 'good'],
  ['UDP, wrong', 'bad'],
  ['UDP without checksum', 'none'],
  ['ICMP, right: not said', 'none'],
  ['ICMP, wrong', 'bad'],
  ['ICMPv6, right', 'good'],
  ['ICMPv6, wrong', 'bad'],
  ['IPv4 header, wrong', 'bad'],
  ['TCP over IPv6, right', 'good'],
  ['TCP over IPv6, wrong', 'bad'],
  ['UDP over IPv6, wrong', 'bad'],
  ['VLAN, right', 'good'],
  ['VLAN, wrong', 'bad'],
  ['inside of VXLAN, wrong', 'bad'],
  ['payload that says incorrect', 'good'],
  ['a cut frame, wrong', 'none'],
  ['first fragment, wrong', 'none'],
  ['last fragment', 'none'],
  ['merged, wrong', 'bad'],
];

const verdicts = (text: string): readonly Seen[] => splitPackets(text).map(({ verdict }) => verdict?.kind ?? 'none');

describe('the same frames', () => {
  test.each([
    ['3.9.8', false],
    ['4.1.1', false],
    ['4.9.3', true],
    ['4.99.3', true],
  ])('are judged the same by tcpdump %s; only newer ones look into VXLAN', (version, looksIntoVxlan) => {
    const text = readFileSync(path.join(__dirname, 'samples', `tcpdump-${version}.txt`), 'utf8');
    const seen = verdicts(text);
    const expected = frames.map(([frame, verdict]): Seen =>
      frame.includes('VXLAN') && !looksIntoVxlan ? 'none' : verdict,
    );
    expect(frames.map(([frame], index) => [frame, seen[index]])).toEqual(
      frames.map(([frame], index) => [frame, expected[index]]),
    );
    expect(seen).toHaveLength(frames.length);
    expect(splitPackets(text).map(({ lengthBytes }) => lengthBytes)).toEqual([
      80, 80, 40, 48, 48, 48, 52, 52, 72, 72, 48, 100, 100, 68, 80, 80, 130, 143, 140, 60, 44, 4040,
    ]);
  });
});

describe('any text', () => {
  test('is read, and every packet before the junk is kept', () => {
    const header = '(tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto TCP (6), length 60)';
    const forms = {
      '3.9': { addresses: ' 10.0.0.1.1 > 10.0.0.2.2: P', wrong: '(incorrect (-> 0x2),' },
      '4.x': { addresses: '\n    10.0.0.1.1 > 10.0.0.2.2: Flags [P.]', wrong: '(incorrect -> 0x2)' },
    };
    const packet = (isGood: boolean, { addresses, wrong }: { addresses: string; wrong: string }): string =>
      `12:00:00.000001 IP ${header}${addresses}, cksum 0x1 ${isGood ? '(correct)' : wrong} ack 1 win 64\n`;
    fc.assert(
      fc.property(
        fc.array(fc.boolean()),
        fc.constantFrom(forms['3.9'], forms['4.x']),
        fc.string(),
        (wanted, form, junk) => {
          const text = wanted.map((isGood) => packet(isGood, form)).join('');
          expect(verdicts(`${text}\n${junk}`).slice(0, wanted.length)).toEqual(
            wanted.map((isGood) => (isGood ? 'good' : 'bad')),
          );
        },
      ),
    );
  });
});
