import type { ChangeResult, HostEnd, RollbackInput, RunRef, SliceEnd } from '../domain/pool-run';
import { reading } from './activity-proxies';
import { errorFacts, workflowFailure } from './failure';
import { rollBack } from './phases/roll-back';
import { RunControl } from './run-control';
import { RunProgress } from './run-progress';

/** Takes an earlier run back: on every host that it left changed, exactly what that run recorded as the before-state. */
export async function rollbackPool(input: RollbackInput): Promise<ChangeResult> {
  const progress = new RunProgress(`Rollback of ${input.poolRef.name}`);
  const control = new RunControl(progress, { canUndoFinished: false });
  try {
    return await control.carryOut(async () => {
      const { hosts, slice } = await reading('read the run to take back').readPoolRun(input.run);
      const sliceRun = slice !== null && isLeftChanged(slice) ? slice.run : null;
      const left = { from: 'history' as const, hosts: hosts.filter(isLeftChanged), slice: sliceRun, ended: [] };
      return rollBack(input, left, control, progress);
    });
  } catch (error) {
    throw workflowFailure(errorFacts(error));
  }
}

type LeftChanged<End extends HostEnd | SliceEnd> = End & { readonly run: RunRef };

/** Whether a run may have left something changed there. */
const isLeftChanged = <End extends HostEnd | SliceEnd>(end: End): end is LeftChanged<End> =>
  end.run !== null && ['done', 'stuck', 'lost', 'failed'].includes(end.outcome);
