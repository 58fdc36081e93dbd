import { z } from 'zod';
import { OffloadError } from '../../domain/errors';
import { isPifUuid, isVifUuid } from '../../domain/ids';
import { modes } from '../../domain/modes';
import type { StoredPlan } from '../../domain/stored';

const values = z.partialRecord(z.enum(modes), z.string().nullable());
const plans = z.array(
  z.object({
    object: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('pif'), uuid: z.string().refine(isPifUuid) }),
      z.object({ kind: z.literal('vif'), uuid: z.string().refine(isVifUuid) }),
    ]),
    was: values,
    set: values,
  }),
);

/** Reads back what acquireHost kept on the host. Throws OutputNotUnderstood. */
export function readStoredPlans(text: string, host: string): readonly StoredPlan[] {
  try {
    return plans.parse(JSON.parse(text));
  } catch (error) {
    throw new OffloadError(
      { type: 'OutputNotUnderstood', message: 'the journal on the host holds no plan of stored values', host },
      { cause: error },
    );
  }
}
