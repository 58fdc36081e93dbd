import type { FeatureSet } from './features';
import { modeState } from './features';
import type { NicDetection } from './inspection';
import { limits } from './limits';

/** What the packets of one NIC prove (design §6). */
export type Verdict =
  'healthy' | 'no-evidence' | 'offload-artefact' | 'faulty-sender' | 'merge-artefact' | 'receives-damage';

/** Judges one physical NIC. Direction decides, and only packets within the MTU; merged frames are an artefact. */
export function judgeNic(detection: NicDetection, features: FeatureSet): Verdict {
  if (detection.in.bad > 0) return 'receives-damage';
  if (detection.out.bad + detection.out.badMerged > 0) {
    return modeState(features, 'tx') === 'on' ? 'offload-artefact' : 'faulty-sender';
  }
  if (detection.in.badMerged > 0) return 'merge-artefact';
  const judged = detection.in.verdicts + detection.out.verdicts;
  return judged < limits.captureMinimumPackets ? 'no-evidence' : 'healthy';
}

/** Whether a verdict asks for somebody's attention. */
export const isFinding = (verdict: Verdict): boolean => verdict === 'receives-damage' || verdict === 'faulty-sender';
