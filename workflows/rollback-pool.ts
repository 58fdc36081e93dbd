import type { ChangeResult, HostEnd, EarlierRunInput, RunRef, SliceEnd } from '../domain/pool-run';
import { reading } from './activity-proxies';
import { controlledChange } from './controlled-change';
import { rollBack } from './phases/roll-back';

/** Takes an earlier run back: on every host that it left changed, exactly what that run recorded as the before-state. */
export const rollbackPool = (input: EarlierRunInput): Promise<ChangeResult> =>
  controlledChange(`Rollback of ${input.poolRef.name}`, { canUndoFinished: false }, async (control, progress) => {
    const { hosts, slice } = await reading('read the run to take back').readPoolRun(input.run);
    const sliceRun = slice !== null && isLeftChanged(slice) ? slice.run : null;
    const left = { from: 'history' as const, hosts: hosts.filter(isLeftChanged), slice: sliceRun, ended: [] };
    return rollBack(input, left, control, progress);
  });

type LeftChanged<End extends HostEnd | SliceEnd> = End & { readonly run: RunRef };

/** Whether a run may have left something changed there. */
const isLeftChanged = <End extends HostEnd | SliceEnd>(end: End): end is LeftChanged<End> =>
  end.run !== null && ['done', 'stuck', 'lost', 'failed'].includes(end.outcome);
