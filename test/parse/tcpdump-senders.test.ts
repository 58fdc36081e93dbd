import { expect, test } from '@jest/globals';
import { limits } from '../../domain/limits';
import { countSenders } from '../../parse/tcpdump-senders';

const mac = (n: number): string => `0a:00:00:00:00:${n.toString(16).padStart(2, '0')}`;

/** One packet as `tcpdump -e -vv` prints it. */
const packet = (from: number, lengthBytes: number, isRight: boolean): string =>
  `16:23:48.746551 ${mac(from)} > ${mac(99)}, ethertype IPv4 (0x0800), length ${String(lengthBytes + 14)}: (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto TCP (6), length ${String(lengthBytes)})\n` +
  `    10.0.0.1.5001 > 10.0.0.2.22: Flags [.], cksum 0x8964 (${isRight ? 'correct' : 'incorrect -> 0x1234'})\n`;

const count = (...packets: readonly string[]) => countSenders(packets.join(''), 1_500);

test('packets are counted by who sent them', () => {
  expect(count(packet(1, 60, true), packet(2, 60, false), packet(1, 60, false))).toEqual({
    [mac(1)]: { judged: 2, bad: 1 },
    [mac(2)]: { judged: 1, bad: 1 },
  });
});

test('a merged frame stands for the good packets it was made of, whatever its checksum', () => {
  expect(count(packet(1, 14_640, false), packet(1, 60, true))).toEqual({ [mac(1)]: { judged: 11, bad: 0 } });
});

test('of many senders those heard most are kept', () => {
  const many = Array.from({ length: limits.captureSenders + 5 }, (_, index) => packet(index, 60, true));
  const senders = Object.keys(count(...many, packet(66, 60, true)));

  expect(senders).toHaveLength(limits.captureSenders);
  expect(senders).toContain(mac(66));
});

test('packets without addresses or a verdict are nobody’s', () => {
  expect(countSenders('16:23:48.746551 IP (tos 0x0, length 60)\n    10.0.0.1.1 > 10.0.0.2.2: UDP\n', 1_500)).toEqual(
    {},
  );
});
