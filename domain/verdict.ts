import type { FeatureSet } from './features';
import { modeState } from './features';
import type { NicDetection } from './inspection';
import { limits } from './limits';
import { shareBounds } from './share';

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

/** A verdict with the numbers behind it, and what would change it, in one line. */
export interface NicVerdict {
  readonly verdict: Verdict;
  readonly because: string;
}

/** Judges one physical NIC by what itself saw. Direction decides, and only packets within the MTU. */
export function judgeNic({ in: received, out: sent }: NicDetection, features: FeatureSet): NicVerdict {
  const { low } = shareBounds(received.bad, received.verdicts);
  const share = `${of(received.bad, received.verdicts)} received are bad`;
  if (received.bad >= limits.damagedMinimumPackets && low > limits.strayPercent / 100) {
    return { verdict: 'receives-damage', because: `${share}, at least ${percent(low)} by the sample` };
  }
  if (sent.bad + sent.badMerged > 0) {
    const because = `${of(sent.bad + sent.badMerged, sent.verdicts)} sent are bad`;
    return modeState(features, 'tx') === 'on'
      ? { verdict: 'offload-artefact', because: `${because}: tx is on, the NIC fills the checksum in later` }
      : { verdict: 'faulty-sender', because: `${because} although tx is off` };
  }
  if (received.badMerged > 0) {
    return { verdict: 'merge-artefact', because: `${of(received.badMerged, received.verdicts)} are merged frames` };
  }
  const judged = received.verdicts + sent.verdicts;
  return judged < limits.captureMinimumPackets
    ? {
        verdict: 'no-evidence',
        because: `${String(judged)} packets seen, ${String(limits.captureMinimumPackets)} needed`,
      }
    : { verdict: 'healthy', because: share };
}

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
