import { addCounts, isDamage, isStray } from './arrival';
import { count } from './words';
import type { FeatureSet } from './features';
import { isModeOn } from './features';
import type { NicDetection } from './inspection';
import { limits } from './limits';
import type { Damage } from './proof';
import { shareBounds, surely } from './share';

/** What the packets of one NIC prove (design §6); worst first. */
export const verdicts = [
  'sends-damage',
  'may-send-damage',
  'suspect-receiver',
  'receives-damage',
  'faulty-sender',
  'merge-artefact',
  'offload-artefact',
  'no-evidence',
  'healthy',
] as const;
export type Verdict = (typeof verdicts)[number];

/** A verdict with the numbers behind it, and what would change it, a line each. */
export interface NicVerdict {
  readonly verdict: Verdict;
  readonly because: string;
  readonly wouldChange: string;
  /** What others received damaged from it: by it is seen whether a cure helped. */
  readonly damage: readonly Damage[];
  /** Whether it merges what it hands on to VMs, which breaks that: lro is on, and it leads to running VMs. */
  readonly mergesForwarded: boolean;
}

const wouldChange: Readonly<Record<Exclude<Verdict, 'no-evidence'>, string>> = {
  'sends-damage': `${String(limits.wholeMinimumPackets)} packets or more from it that arrive whole at another NIC`,
  'may-send-damage': 'hearing this sender at another NIC, or another sender at this receiver: a longer --capture',
  'suspect-receiver': 'a sender that arrives whole here, or senders that arrive damaged elsewhere, too',
  'receives-damage': 'nothing here: the cure is at the sender',
  'faulty-sender': 'nothing a NIC does: tx is off, so a program or a guest of this host makes these packets',
  'merge-artefact': 'bad packets within the MTU',
  'offload-artefact': 'damage that others receive from it',
  healthy: `more than ${String(limits.strayPercent)} % of bad packets received, or damage that others receive from it`,
};

/** A verdict that is not `no-evidence`, of which nobody received damage unless it is said. */
export const verdictOf = (
  verdict: Exclude<Verdict, 'no-evidence'>,
  because: string,
  damage: NicVerdict['damage'] = [],
): NicVerdict => ({ verdict, because, wouldChange: wouldChange[verdict], damage, mergesForwarded: false });

/** A NIC that receives damage of which nothing tells whether its senders or itself make it. */
export const receivesUnexplained = (because: string): NicVerdict => ({
  ...verdictOf('receives-damage', because),
  wouldChange: 'hearing these senders at another NIC, or others here: a longer --capture',
});

/**
 * Judges one physical NIC by what itself saw. Direction decides, and only packets within the MTU; a merged frame stands for the
 * good packets it was made of, as its senders' counts tell. That all is well takes a capture that heard both directions.
 */
export function judgeNic(
  { in: received, out: sent, senders, problem }: NicDetection,
  features: FeatureSet,
): NicVerdict {
  const judged = Math.max(received.verdicts, addCounts(Object.values(senders)).judged);
  const arrived = { judged, bad: received.bad };
  const share = `${of(received.bad, judged)} received are bad`;
  if (isDamage(arrived)) {
    const { low } = shareBounds(received.bad, judged, surely);
    return receivesUnexplained(`${share}, at least ${percent(low)} by the sample`);
  }
  const isTxOn = isModeOn(features, 'tx');
  const sentBad = sent.bad + sent.badMerged;
  const sendsDamage = isDamage({ judged: sent.verdicts, bad: sentBad });
  const filledInLater = `${of(sentBad, sent.verdicts)} sent are bad`;
  if (sendsDamage && !isTxOn) return verdictOf('faulty-sender', `${filledInLater} although tx is off`);
  const heard = received.verdicts + sent.verdicts;
  const missing = Math.max(0, limits.captureMinimumPackets - heard);
  if (problem !== null || missing > 0) return tooFew(heard, missing, problem);
  if (!isStray(arrived)) {
    return noEvidence(
      `${share}: more than strays, too few to be sure`,
      'more packets: more traffic, or a longer --capture',
    );
  }
  if (received.badMerged > 0) {
    return verdictOf('merge-artefact', `${of(received.badMerged, received.verdicts)} are merged frames; ${share}`);
  }
  if (sentBad > 0 && isTxOn) {
    return verdictOf('offload-artefact', `${filledInLater}: tx is on, the NIC fills the checksum in later; ${share}`);
  }
  return verdictOf('healthy', share);
}

function tooFew(seen: number, missing: number, problem: string | null): NicVerdict {
  const packets = `${count(seen, 'packet')} seen`;
  return problem === null
    ? noEvidence(
        `${packets}, ${String(limits.captureMinimumPackets)} needed`,
        `${count(missing, 'packet')} more: more traffic, or a longer --capture`,
      )
    : noEvidence(`${packets}; tcpdump: ${problem}`, 'tcpdump being able to listen there');
}

/** What a NIC gets of which too little is known. */
export const noEvidence = (because: string, change: string): NicVerdict => ({
  verdict: 'no-evidence',
  because,
  wouldChange: change,
  damage: [],
  mergesForwarded: false,
});

export const of = (part: number, whole: number): string => `${String(part)} of ${String(whole)}`;

const percent = (share: number): string => `${String(Math.floor(share * 100))} %`;

const findings: readonly Verdict[] = [
  'sends-damage',
  'may-send-damage',
  'suspect-receiver',
  'receives-damage',
  'faulty-sender',
];

/** Whether a verdict asks for somebody's attention. */
export const isFinding = (verdict: Verdict): boolean => findings.includes(verdict);
