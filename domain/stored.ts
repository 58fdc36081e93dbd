import type { PifUuid, VifUuid } from './ids';
import type { StoredModes } from './inventory';
import { modesOf, pickModes, type Mode, type OnOff } from './modes';

export type StoredMeaning = OnOff | 'ineffective';

/** What xapi makes of a stored value: exactly these four words count, anything else is dropped (facts/xenserver.md §1). */
export function storedMeaning(value: string): StoredMeaning {
  if (value === 'on' || value === 'true') return 'on';
  if (value === 'off' || value === 'false') return 'off';
  return 'ineffective';
}

/** An object of xapi whose `other-config` holds modes. */
export type StoredObject =
  { readonly kind: 'pif'; readonly uuid: PifUuid } | { readonly kind: 'vif'; readonly uuid: VifUuid };

/** Values by mode; null stands for a key that is absent, which is a value like any other. */
export type StoredValues = Readonly<Partial<Record<Mode, string | null>>>;

/** What one object must become, with what was there when the plan was made. Both hold the same modes. */
export interface StoredPlan {
  readonly object: StoredObject;
  readonly was: StoredValues;
  readonly set: StoredValues;
}

export interface StoredDifference {
  readonly object: StoredObject;
  readonly mode: Mode;
  readonly expected: string | null;
  readonly found: string | null;
}

/** The same plan backwards. */
export const undoStored = (plan: StoredPlan): StoredPlan => ({ object: plan.object, was: plan.set, set: plan.was });

/** What is left to write of a plan, given what is stored now and what is not to be touched; null when nothing is. */
export function outstanding(
  plan: StoredPlan,
  now: StoredModes,
  untouchable: readonly StoredDifference[],
): StoredPlan | null {
  const left = modesOf(plan.set).filter(
    (mode) =>
      found(now, mode) !== plan.set[mode] &&
      !untouchable.some((each) => each.object.uuid === plan.object.uuid && each.mode === mode),
  );
  if (left.length === 0) return null;
  return partOfStoredPlan(plan, left);
}

/** Some modes of a plan. */
export const partOfStoredPlan = ({ object, was, set }: StoredPlan, chosen: readonly Mode[]): StoredPlan => ({
  object,
  was: pickModes(was, chosen),
  set: pickModes(set, chosen),
});

/**
 * Values that are neither what the plan found nor what it wants: somebody else changed them since. A key that is
 * missing is none: xe removes a key before it sets it, and may die in between (facts/xenserver.md §3).
 */
export const conflicts = (plan: StoredPlan, now: StoredModes): readonly StoredDifference[] =>
  modesOf(plan.set).flatMap((mode) => {
    const value = found(now, mode);
    if (value === null || value === plan.set[mode] || value === plan.was[mode]) return [];
    return [{ object: plan.object, mode, expected: plan.was[mode] ?? null, found: value }];
  });

/** Values that are not what the plan wants. */
export const notYet = (plan: StoredPlan, now: StoredModes): readonly StoredDifference[] =>
  modesOf(plan.set)
    .filter((mode) => found(now, mode) !== plan.set[mode])
    .map((mode) => ({ object: plan.object, mode, expected: plan.set[mode] ?? null, found: found(now, mode) }));

const found = (now: StoredModes, mode: Mode): string | null => now[mode] ?? null;
