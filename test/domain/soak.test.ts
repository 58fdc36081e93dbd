import { expect, test } from '@jest/globals';
import type { ChecksumCounts, HostDetection } from '../../domain/inspection';
import { noCost } from '../../domain/run';
import { worsened } from '../../domain/soak';

const counts = (verdicts: number, bad: number): ChecksumCounts => ({
  packets: verdicts,
  verdicts,
  bad,
  badMerged: 0,
  examples: [],
});
const seen = (received: ChecksumCounts, grown: Record<string, number> = {}): HostDetection => ({
  nics: { eth0: { in: received, out: counts(0, 0), senders: {}, grown } },
  cost: noCost,
});
const quiet = seen(counts(0, 0));

test.each<[string, HostDetection, HostDetection, number]>([
  ['nothing was seen before or after', quiet, quiet, 0],
  ['damage that was there before is not the change’s', seen(counts(500, 60)), seen(counts(500, 65)), 0],
  ['damage is gone after it', seen(counts(500, 60)), seen(counts(500, 0)), 0],
  ['damage is there only after it', seen(counts(500, 0)), seen(counts(500, 60)), 1],
  ['a few damaged packets after it are strays', seen(counts(500, 0)), seen(counts(500, 9)), 0],
  ['damage where nothing was heard before cannot be compared', quiet, seen(counts(500, 60)), 0],
  ['a counter grows that stood still', quiet, seen(counts(0, 0), { rx_crc_errors: 50 }), 1],
  [
    'a counter grows as it did',
    seen(counts(0, 0), { rx_crc_errors: 40 }),
    seen(counts(0, 0), { rx_crc_errors: 50 }),
    0,
  ],
  ['a counter grows a little', quiet, seen(counts(0, 0), { rx_crc_errors: 3 }), 0],
])('%s', (_, before, after, lines) => {
  expect(worsened(before, after)).toHaveLength(lines);
});

test('a device that was not captured before is not judged', () => {
  expect(worsened({ nics: {}, cost: noCost }, seen(counts(500, 60)))).toEqual([]);
});
