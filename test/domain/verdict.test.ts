import { expect, test } from '@jest/globals';
import type { ChecksumCounts } from '../../domain/inspection';
import { judgeNic, type Verdict } from '../../domain/verdict';
import { counts, saw } from './sample-detection';
import { allOn } from './sample-pool';

const off = { ...allOn, 'tx-checksumming': 'off' as const };

test.each<[string, Partial<ChecksumCounts>, Partial<ChecksumCounts>, typeof allOn, Verdict]>([
  ['nothing bad, enough packets', {}, {}, allOn, 'healthy'],
  ['too few packets', { verdicts: 5 }, { verdicts: 5 }, allOn, 'no-evidence'],
  ['sent bad while tx is on: the NIC fills it in later', {}, { bad: 300 }, allOn, 'offload-artefact'],
  ['sent bad although tx is off', {}, { bad: 30 }, off, 'faulty-sender'],
  ['one packet sent bad although tx is off: a stray', {}, { bad: 1 }, off, 'healthy'],
  ['received bad within the MTU', { bad: 30 }, {}, allOn, 'receives-damage'],
  ['one bad packet of many: a stray', { verdicts: 1_000, bad: 1 }, {}, allOn, 'healthy'],
  ['two bad packets, and hardly any seen', { verdicts: 4, bad: 2 }, { verdicts: 0 }, allOn, 'no-evidence'],
  ['received bad and longer than the MTU: merged', { badMerged: 27 }, {}, allOn, 'merge-artefact'],
  ['merged while tx is on', { badMerged: 27 }, { bad: 300 }, allOn, 'merge-artefact'],
  ['merged, and sent bad although tx is off', { badMerged: 27 }, { bad: 30 }, off, 'faulty-sender'],
])('%s', (_, received, sent, features, verdict) => {
  expect(judgeNic(seen(received, sent), features).verdict).toBe(verdict);
});

test('merged frames stand for the good packets they were made of: a few bad ones among them are strays', () => {
  const packets = { verdicts: 1_000, bad: 30 };
  const senders = { '02:00:00:00:00:02': { judged: 42_710, bad: 30 } };

  expect(judgeNic(saw({ in: counts(packets), senders }), allOn)).toMatchObject({
    verdict: 'healthy',
    because: '30 of 42710 received are bad',
  });
});

test.each<[string, Partial<ChecksumCounts>, string]>([
  ['with what would change it', { verdicts: 12 }, '12 packets seen, 200 needed'],
  ['with the numbers behind it', { bad: 30 }, '30 of 300 received are bad, at least 5 % by the sample'],
])('a verdict comes %s', (_, received, because) => {
  expect(judgeNic(seen(received, { verdicts: 0 }), allOn).because).toBe(because);
});

function seen(received: Partial<ChecksumCounts>, sent: Partial<ChecksumCounts>) {
  return saw({ in: counts(received), out: counts(sent) });
}
