import { expect, test } from '@jest/globals';
import type { ChecksumCounts, NicDetection } from '../../domain/inspection';
import { judgeNic, type Verdict } from '../../domain/verdict';
import { counts, saw } from './sample-detection';
import { allOn } from './sample-pool';

const off = { ...allOn, 'tx-checksumming': 'off' as const };

test.each<[string, Partial<ChecksumCounts>, Partial<ChecksumCounts>, typeof allOn, Verdict]>([
  ['nothing bad, enough packets', {}, {}, allOn, 'healthy'],
  ['too few packets', { verdicts: 5 }, { verdicts: 5 }, allOn, 'no-evidence'],
  [
    'too few packets, of which some are sent bad while tx is on',
    { verdicts: 0 },
    { verdicts: 3, bad: 3 },
    allOn,
    'no-evidence',
  ],
  ['too few packets, of which some are merged', { verdicts: 20, badMerged: 4 }, { verdicts: 0 }, allOn, 'no-evidence'],
  ['more bad packets than strays, too few to be sure of damage', { verdicts: 60, bad: 4 }, {}, allOn, 'no-evidence'],
  ['more than strays, beside packets sent bad while tx is on', { bad: 8 }, { bad: 300 }, allOn, 'no-evidence'],
  ['more than strays, beside merged frames', { bad: 8, badMerged: 27 }, {}, allOn, 'no-evidence'],
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

test.each<[string, Partial<ChecksumCounts>, string, RegExp]>([
  ['too few packets', { verdicts: 12 }, '12 packets seen, 200 needed', /^188 packets more/],
  [
    'damage received',
    { bad: 30 },
    '30 of 300 received are bad, at least 5 % by the sample',
    /^hearing these senders at another NIC/,
  ],
  [
    'a few bad packets',
    { bad: 6 },
    '6 of 300 received are bad: more than strays, too few to be sure',
    /^more packets: more traffic/,
  ],
])('a verdict comes with the numbers behind it, and what would change it: %s', (_, received, because, wouldChange) => {
  const verdict = judgeNic(seen(received, { verdicts: 0 }), allOn);

  expect(verdict.because).toBe(because);
  expect(verdict.wouldChange).toMatch(wouldChange);
});

test('where tcpdump could not listen, that is why there is no evidence', () => {
  expect(judgeNic(saw({ problem: 'eth1: That device is not up' }), allOn)).toMatchObject({
    verdict: 'no-evidence',
    because: '0 packets seen; tcpdump: eth1: That device is not up',
    wouldChange: 'tcpdump being able to listen there',
  });
});

test.each<[string, Partial<NicDetection>, Verdict]>([
  ['what it sends is no proof that it receives well', { out: counts() }, 'no-evidence'],
  ['sums left to it neither', { out: counts({ bad: 300 }) }, 'no-evidence'],
  ['damage that was heard all the same is damage', { in: counts({ bad: 30 }) }, 'receives-damage'],
])('where tcpdump could listen in one direction alone, %s', (_, heard, verdict) => {
  expect(judgeNic(saw({ ...heard, problem: 'out of memory' }), allOn).verdict).toBe(verdict);
});

function seen(received: Partial<ChecksumCounts>, sent: Partial<ChecksumCounts>) {
  return saw({ in: counts(received), out: counts(sent) });
}
