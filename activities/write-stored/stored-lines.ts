import { modes, otherConfigKey } from '../../domain/modes';
import type { StoredPlan } from '../../domain/stored';

/** What `write-stored.sh` reads: an object, its keys to set and to remove, `end`. A value holds no newline: xe cannot. */
export const storedLines = (plans: readonly StoredPlan[]): string =>
  plans
    .flatMap((plan) => [
      `object ${plan.object.kind} ${plan.object.uuid}`,
      ...modes.flatMap((mode) => {
        const value = plan.set[mode];
        if (value === undefined) return [];
        return [value === null ? `remove ${otherConfigKey(mode)}` : `set ${otherConfigKey(mode)} ${value}`];
      }),
      'end',
      '',
    ])
    .join('\n');
