import type { ChangeResult, HostEnd, EarlierRunInput, RunRef, SliceEnd } from '../domain/pool-run';
import { reading } from './activity-proxies';
import { controlledChange } from './controlled-change';
import { rollBack } from './phases/roll-back';

/** Takes an earlier run back: on every host that it left changed, exactly what that run recorded as the before-state. */
export const rollbackPool = (input: EarlierRunInput): Promise<ChangeResult> =>
  controlledChange(`Rollback of ${input.poolRef.name}`, { canUndoFinished: false }, async (control, progress) => {
    const { hosts, slice } = await reading('read the run to take back').readPoolRun(input.run);
    const sliceRun = slice !== null && isLeftChanged(slice) ? slice.run : null;
    const left = { hosts: hosts.filter(isLeftChanged), slice: sliceRun, ended: [] };
    const haEnabled = await mayHaBeOn(input.pool);
    return rollBack(input, { from: 'history', haEnabled, ...left }, control, progress);
  });

/** Where no host tells, it may be: a rollback has to go on without xapi, and then goes one host at a time. */
async function mayHaBeOn(pool: string): Promise<boolean> {
  const survey = await reading('is HA on?').surveyPool({ pool });
  return survey.pool?.haEnabled ?? true;
}

type LeftChanged<End extends HostEnd | SliceEnd> = End & { readonly run: RunRef };

/** Whether a run may have left something changed there. */
const isLeftChanged = <End extends HostEnd | SliceEnd>(end: End): end is LeftChanged<End> =>
  end.run !== null && ['done', 'stuck', 'lost', 'failed'].includes(end.outcome);
