import { isCancellation } from '@temporalio/workflow';
import { limits } from '../domain/limits';
import type { ChangeResult, HostEnd, EarlierRunInput, RunRef, SliceEnd } from '../domain/pool-run';
import { optional, reading } from './activity-proxies';
import { controlledChange } from './controlled-change';
import { rollBack } from './phases/roll-back';
import { leftOf } from './phases/take-back';

/** Takes an earlier run back: on every host that it left changed, exactly what that run recorded as the before-state. */
export const rollbackPool = (input: EarlierRunInput): Promise<ChangeResult> =>
  controlledChange(`Rollback of ${input.poolRef.name}`, { canUndoFinished: false }, async (control, progress) => {
    const { hosts, slice } = await reading('read the run to take back').readPoolRun(input.run);
    const left = {
      hosts: hosts.filter(isLeftChanged).map((end) => ({ host: end.host, run: end.run, how: leftOf(end) })),
      slice: slice !== null && isLeftChanged(slice) ? { run: slice.run, how: leftOf(slice) } : null,
      ended: [],
    };
    const haEnabled = await mayHaBeOn(input.pool);
    return rollBack(input, { ...left, haEnabled }, control, progress);
  });

/** Where no host tells in one attempt, it may be: a rollback goes on without xapi, and then one host at a time. */
async function mayHaBeOn(pool: string): Promise<boolean> {
  try {
    const survey = await optional('is HA on?', {
      startToCloseTimeout: `${String(2 * limits.examineScriptSeconds)}s`,
    }).surveyPool({ pool });
    return survey.pool?.haEnabled ?? true;
  } catch (error) {
    if (isCancellation(error)) throw error;
    return true;
  }
}

type LeftChanged<End extends HostEnd | SliceEnd> = End & { readonly run: RunRef };

/** Whether a run may have left something changed there. */
const isLeftChanged = <End extends HostEnd | SliceEnd>(end: End): end is LeftChanged<End> =>
  end.run !== null && ['done', 'stuck', 'lost', 'failed'].includes(end.outcome);
