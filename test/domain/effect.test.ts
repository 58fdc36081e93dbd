import { expect, test } from '@jest/globals';
import { loadOf } from '../../domain/effect';
import { detection, saw } from './sample-detection';

const seen = (sent: number, again: number, errors: number, softirq: number, dropped = 0) => ({
  ...detection({ eth0: saw({ dropped: dropped === 0 ? {} : { rx_dropped: dropped } }) }),
  host: { checksumErrors: errors, segmentsSent: sent, segmentsSentAgain: again, softirqPercent: softirq },
});

test('counts of several hosts are summed up, processor time is their mean', () => {
  expect(loadOf([seen(900, 30, 10, 2), seen(100, 20, 0, 4, 8)])).toEqual({
    sentAgainPercent: 5,
    checksumErrorsPerSecond: 2.5,
    droppedPerSecond: 2,
    softirqPercent: 3,
  });
});

test('frames that several counters of a NIC count are dropped once', () => {
  const nic = saw({ dropped: { rx_fifo_errors: 100, rx_queue_0_drops: 100, rx_missed_errors: 40 } });

  expect(loadOf([{ ...detection({ eth0: nic, eth1: nic }), seconds: 2 }]).droppedPerSecond).toBe(100);
});

test('what kernels do not tell is not told', () => {
  const host = { checksumErrors: null, segmentsSent: null, segmentsSentAgain: null, softirqPercent: null };
  expect(loadOf([{ ...seen(0, 0, 0, 0), host }])).toEqual({
    sentAgainPercent: null,
    checksumErrorsPerSecond: null,
    droppedPerSecond: 0,
    softirqPercent: null,
  });
});
