import { expect, test } from '@jest/globals';
import { hostCounters, type HostCounterReading } from '../../domain/host-counters';

const before: HostCounterReading = {
  checksumErrors: 5,
  segmentsSent: 1_000,
  segmentsSentAgain: 10,
  processorTicks: 400,
  softirqTicks: 20,
};
const after: HostCounterReading = {
  checksumErrors: 9,
  segmentsSent: 3_000,
  segmentsSentAgain: 60,
  processorTicks: 800,
  softirqTicks: 33,
};

test('what grew between two readings is told, processor time as a share', () => {
  expect(hostCounters(before, after)).toEqual({
    checksumErrors: 4,
    segmentsSent: 2_000,
    segmentsSentAgain: 50,
    softirqPercent: 3.3,
  });
});

test('a counter that began anew, or is not there, tells nothing', () => {
  expect(hostCounters(before, { ...after, checksumErrors: 1, segmentsSent: null, processorTicks: 400 })).toEqual({
    checksumErrors: null,
    segmentsSent: null,
    segmentsSentAgain: 50,
    softirqPercent: null,
  });
});
