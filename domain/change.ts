import { modes } from './modes';
import { isAmong } from './part-of-change';
import type { LivePlan } from './plan';
import type { Proof } from './proof';
import type { StoredPlan } from './stored';

/** One value changed, as programs are told of it (design §2). */
export interface Change {
  readonly where: 'live' | 'xapi';
  /** Device name, or uuid of the PIF or VIF. */
  readonly target: string;
  /** Mode, or kernel feature where a rollback put one back that has no mode of its own. */
  readonly mode: string;
  /** `absent` for a key that is not there. */
  readonly from: string;
  readonly to: string;
  /** What proved that it is needed; left out where a policy wants it whatever is found. */
  readonly evidence?: string;
}

export const liveChanges = (plans: readonly LivePlan[]): readonly Change[] =>
  plans.flatMap((plan) =>
    modes.flatMap((mode) => {
      const [from, to] = [plan.was[mode], plan.set[mode]];
      return from === undefined || to === undefined
        ? []
        : [{ where: 'live' as const, target: plan.device, mode, from, to }];
    }),
  );

export const storedChanges = (plans: readonly StoredPlan[]): readonly Change[] =>
  plans.flatMap((plan) =>
    modes.flatMap((mode) => {
      const [from, to] = [plan.was[mode], plan.set[mode]];
      return from === undefined || to === undefined
        ? []
        : [{ where: 'xapi' as const, target: plan.object.uuid, mode, from: from ?? 'absent', to: to ?? 'absent' }];
    }),
  );

/** Changes with what proved each of them. */
export const withEvidence = (changes: readonly Change[], proofs: readonly Proof[]): readonly Change[] =>
  changes.map((change) => {
    const proof = proofs.find((each) => isAmong([each], change.target, change.mode));
    return proof === undefined ? change : { ...change, evidence: proof.because };
  });
