import { expect, test } from '@jest/globals';
import type { HostDetection, SenderCounts } from '../../domain/inspection';
import { worsened } from '../../domain/soak';
import { detection, heard } from './sample-detection';

const [mac, other] = ['02:00:00:00:00:02', '02:00:00:00:00:03'];
const seen = (senders: Record<string, SenderCounts>, grown: Record<string, number> = {}): HostDetection =>
  detection({ eth0: { ...heard(senders), grown } });
const received = (judged: number, bad: number): Record<string, SenderCounts> => ({ [mac]: { judged, bad } });
const quiet = seen({});

test.each<[string, HostDetection, HostDetection, number]>([
  ['nothing was seen before or after', quiet, quiet, 0],
  ['damage that was there before is not the change’s', seen(received(500, 60)), seen(received(500, 65)), 0],
  ['damage is gone after it', seen(received(500, 60)), seen(received(500, 0)), 0],
  ['damage is there only after it', seen(received(500, 0)), seen(received(500, 60)), 1],
  ['a few damaged packets after it are strays', seen(received(500, 0)), seen(received(500, 9)), 0],
  ['damage where nothing was heard before cannot be compared', quiet, seen(received(500, 60)), 0],
  [
    'a sender that was damaged before is heard more',
    seen({ [mac]: { judged: 20, bad: 20 }, [other]: { judged: 980, bad: 0 } }),
    seen({ [mac]: { judged: 100, bad: 100 }, [other]: { judged: 900, bad: 0 } }),
    0,
  ],
  [
    'one sender is damaged as before, another only after it',
    seen({ [mac]: { judged: 100, bad: 100 }, [other]: { judged: 900, bad: 0 } }),
    seen({ [mac]: { judged: 100, bad: 100 }, [other]: { judged: 900, bad: 90 } }),
    1,
  ],
  ['a counter grows that stood still', quiet, seen({}, { rx_crc_errors: 50 }), 1],
  ['a counter grows as it did', seen({}, { rx_crc_errors: 40 }), seen({}, { rx_crc_errors: 50 }), 0],
  ['a counter grows a little', quiet, seen({}, { rx_crc_errors: 3 }), 0],
])('%s', (_, before, after, lines) => {
  expect(worsened(before, after)).toHaveLength(lines);
});

test('a device that was not captured before is not judged', () => {
  expect(worsened(detection({}), seen(received(500, 60)))).toEqual([]);
});
