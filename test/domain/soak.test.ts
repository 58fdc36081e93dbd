import { expect, test } from '@jest/globals';
import type { ChecksumCounts, HostDetection } from '../../domain/inspection';
import { worsened } from '../../domain/soak';
import { counts, detection, noPackets, saw } from './sample-detection';

const received = (verdicts: number, bad: number): ChecksumCounts => counts({ packets: verdicts, verdicts, bad });
const seen = (packets: ChecksumCounts, grown: Record<string, number> = {}): HostDetection =>
  detection({ eth0: saw({ in: packets, grown }) });
const quiet = seen(noPackets);

test.each<[string, HostDetection, HostDetection, number]>([
  ['nothing was seen before or after', quiet, quiet, 0],
  ['damage that was there before is not the change’s', seen(received(500, 60)), seen(received(500, 65)), 0],
  ['damage is gone after it', seen(received(500, 60)), seen(received(500, 0)), 0],
  ['damage is there only after it', seen(received(500, 0)), seen(received(500, 60)), 1],
  ['a few damaged packets after it are strays', seen(received(500, 0)), seen(received(500, 9)), 0],
  ['damage where nothing was heard before cannot be compared', quiet, seen(received(500, 60)), 0],
  ['a counter grows that stood still', quiet, seen(received(0, 0), { rx_crc_errors: 50 }), 1],
  [
    'a counter grows as it did',
    seen(received(0, 0), { rx_crc_errors: 40 }),
    seen(received(0, 0), { rx_crc_errors: 50 }),
    0,
  ],
  ['a counter grows a little', quiet, seen(received(0, 0), { rx_crc_errors: 3 }), 0],
])('%s', (_, before, after, lines) => {
  expect(worsened(before, after)).toHaveLength(lines);
});

test('a device that was not captured before is not judged', () => {
  expect(worsened(detection({}), seen(received(500, 60)))).toEqual([]);
});
