import { addCounts, arrivalOf } from './arrival';
import type { PifUuid } from './ids';
import type { HostDetection, SenderCounts } from './inspection';
import type { HostSlice } from './inventory';
import type { NicMode } from './part-of-change';
import type { PlannedChange } from './plan';
import type { Damage, Proof } from './proof';
import { shareBounds } from './share';
import { of } from './verdict';
import { someOf } from './words';

/**
 * What a capture after a change shows of it. `better`: some is still damaged, and at some receiver surely less, so that taking
 * it back would do harm; `unclear`: too little was heard to say; `unheard`: nobody listened.
 */
export type CureAnswer = 'cured' | 'better' | 'useless' | 'unclear' | 'unheard';

/** Whether the change of one NIC helped, with the numbers behind it. */
export interface Cure extends NicMode {
  readonly answer: CureAnswer;
  readonly because: string;
  readonly onTrial: boolean;
  /** Whether that change was taken back within the same run. */
  readonly takenBack: boolean;
}

/**
 * The proofs of a plan whose cure must show: packets proved them, and the mode is set live. One that is stored alone changes
 * nothing before the next plug.
 */
export const curable = ({ live, proofs }: Pick<PlannedChange, 'live' | 'proofs'>): readonly Proof[] =>
  proofs.filter(
    ({ device, mode, damage }) =>
      damage.length > 0 && live.some((plan) => plan.device === device && plan.set[mode] !== undefined),
  );

/** What receivers heard after a change, summed up over captures: by receiver and sender. */
export type HeardAfter = ReadonlyMap<PifUuid, ReadonlyMap<string, SenderCounts>>;

const nothing: SenderCounts = { judged: 0, bad: 0 };

/** Whether the change of a NIC helped, by what those who received damage from it hear now. */
export function cureOf(proof: Proof, heard: HeardAfter): Cure {
  const { damage } = proof;
  const seen = damage.map((each) => ({ ...each, now: heard.get(each.receiver)?.get(each.sender) ?? nothing }));
  const lines = [...seen]
    .sort((one, other) => other.now.bad - one.now.bad || other.counts.bad - one.counts.bad)
    .map(
      ({ at, counts, now }) =>
        `${of(now.bad, now.judged)} arrive damaged at ${at}, ${of(counts.bad, counts.judged)} before`,
    );
  return cure(proof, answerOf(seen), someOf(lines, '; '));
}

/** The changes on trial of a host of which nobody heard whether they helped. */
export const unheardTrials = (plan: Pick<PlannedChange, 'live' | 'proofs'>): readonly Cure[] =>
  curable(plan)
    .filter(({ onTrial }) => onTrial)
    .map((proof) => cure(proof, 'unheard', 'nobody listened after the change'));

const cure = ({ nic, device, mode, onTrial }: Proof, answer: CureAnswer, because: string): Cure => ({
  ...{ nic, device, mode, answer, because, onTrial },
  takenBack: false,
});

function answerOf(seen: readonly (Damage & { readonly now: SenderCounts })[]): CureAnswer {
  const together = {
    now: addCounts(seen.map(({ now }) => now)),
    counts: addCounts(seen.map(({ counts }) => counts)),
  };
  const isLess = [...seen, together].some(({ now, counts }) => less(now, counts));
  if (seen.some(({ now }) => arrivalOf(now) === 'damaged')) return isLess ? 'better' : 'useless';
  return isLess && seen.some(({ now }) => arrivalOf(now) === 'whole') ? 'cured' : 'unclear';
}

/** By 95 %: a change that probably helps is better kept than undone. */
const less = (now: SenderCounts, before: SenderCounts): boolean =>
  shareBounds(now.bad, now.judged).high < shareBounds(before.bad, before.judged).low;

/** Adds what one more capture of a host heard. */
export function hearAgain(heard: HeardAfter, { nics }: HostSlice, detection: HostDetection): HeardAfter {
  const sum = new Map(heard);
  for (const { uuid, device } of nics) {
    const senders = new Map(sum.get(uuid));
    for (const [mac, counts] of Object.entries(detection.nics[device]?.senders ?? {})) {
      senders.set(mac, addCounts([senders.get(mac) ?? nothing, counts]));
    }
    sum.set(uuid, senders);
  }
  return sum;
}
