import { expect, test } from '@jest/globals';
import { throughputNotes } from '../../../client/render/throughput-notes';
import { notMeasured, type Measurement, type ThroughputChange } from '../../../domain/throughput';

const measured = (megabitsPerSecond: number, resent: number | null): Measurement => ({
  ...{ megabitsPerSecond, resent },
  why: null,
});

const change = (before: Measurement, after: Measurement): ThroughputChange => ({
  before: { from: 'lab-01', to: 'lab-02', ...before },
  after: { from: 'lab-01', to: 'lab-02', ...after },
});

test.each([
  [
    'numbers',
    change(measured(3120.4, 1204), measured(9410.3, 0)),
    'Throughput lab-01 -> lab-02: 3120 -> 9410 Mbit/s, segments sent again 1204 -> 0',
  ],
  [
    'a slow network, of a kernel that counts no retransmits',
    change(measured(0.7, null), measured(12.3, null)),
    'Throughput lab-01 -> lab-02: 0.7 -> 12 Mbit/s, segments sent again ? -> ?',
  ],
  [
    'one number, and why there is no other',
    change(measured(3120.4, 1204), notMeasured('lab-02: gone\u001b[2J')),
    'Throughput lab-01 -> lab-02: 3120 -> ? Mbit/s, segments sent again 1204 -> ?; after: lab-02: gone\\x1b[2J',
  ],
  [
    'no number at all',
    change(notMeasured('lab-01: no iperf3'), notMeasured('lab-01: no iperf3')),
    'Throughput lab-01 -> lab-02: not measured: lab-01: no iperf3',
  ],
])('throughput is told in a line: %s', (_, throughput, line) => {
  expect(throughputNotes(throughput)).toEqual([line]);
});

test('of a run that measured none nothing is told', () => {
  expect(throughputNotes(null)).toEqual([]);
});
