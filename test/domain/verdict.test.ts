import { expect, test } from '@jest/globals';
import type { ChecksumCounts } from '../../domain/inspection';
import { judgeNic, type Verdict } from '../../domain/verdict';
import { allOn } from './sample-pool';

const counts = (more: Partial<ChecksumCounts> = {}): ChecksumCounts => ({
  packets: 300,
  verdicts: 300,
  bad: 0,
  badMerged: 0,
  examples: [],
  ...more,
});
const off = { ...allOn, 'tx-checksumming': 'off' as const };

test.each<[string, Partial<ChecksumCounts>, Partial<ChecksumCounts>, typeof allOn, Verdict]>([
  ['nothing bad, enough packets', {}, {}, allOn, 'healthy'],
  ['too few packets', { verdicts: 5 }, { verdicts: 5 }, allOn, 'no-evidence'],
  ['sent bad while tx is on: the NIC fills it in later', {}, { bad: 300 }, allOn, 'offload-artefact'],
  ['sent bad although tx is off', {}, { bad: 3 }, off, 'faulty-sender'],
  ['received bad within the MTU', { bad: 1 }, {}, allOn, 'receives-damage'],
  ['received bad and longer than the MTU: merged', { badMerged: 27 }, {}, allOn, 'merge-artefact'],
])('%s', (_, received, sent, features, verdict) => {
  expect(judgeNic({ in: counts(received), out: counts(sent), grown: {} }, features)).toBe(verdict);
});
