import { expect, test } from '@jest/globals';
import { parsePacketCounts } from '../../parse/packet-counts';
import { anyText, expectReadOrRefused } from './any-text';

const text = `packets in 20 18 2 1
sender in 0a:00:00:00:00:01 12 2
sender in 0a:00:00:00:00:02 16 0
example in 10.0.0.1.1 > 10.0.0.2.2: Flags [S], cksum 0x1 (incorrect -> 0x2)
packets out 3 3 3 0
sender out 0a:00:00:00:00:09 3 3
`;

test('each direction is told apart', () => {
  expect(parsePacketCounts(text, 'in')).toEqual({
    counts: {
      packets: 20,
      verdicts: 18,
      bad: 2,
      badMerged: 1,
      examples: ['10.0.0.1.1 > 10.0.0.2.2: Flags [S], cksum 0x1 (incorrect -> 0x2)'],
    },
    senders: { '0a:00:00:00:00:02': { judged: 16, bad: 0 }, '0a:00:00:00:00:01': { judged: 12, bad: 2 } },
  });
  expect(parsePacketCounts(text, 'out')).toMatchObject({
    counts: { packets: 3 },
    senders: { '0a:00:00:00:00:09': {} },
  });
});

test('a direction of which nothing was counted is all zero', () => {
  expect(parsePacketCounts('', 'in')).toEqual({
    counts: { packets: 0, verdicts: 0, bad: 0, badMerged: 0, examples: [] },
    senders: {},
  });
});

test.each(['packets in 20 18', 'sender in nobody 1 2', 'awk: out of memory'])('%s is no count', (line) => {
  expect(() => parsePacketCounts(line, 'in')).toThrow('no ');
});

test('any text is read or refused', () => {
  expectReadOrRefused(anyText(text.split('\n')), (each) => parsePacketCounts(each, 'in'));
});
