import type { ChangeResult } from '../domain/pool-run';
import { errorFacts, workflowFailure } from './failure';
import { RunControl, type Controls } from './run-control';
import { RunProgress } from './run-progress';

/** What every run that changes a pool has in common: it tells how far it is, a person can steer it, and its errors are ours. */
export async function controlledChange(
  title: string,
  controls: Controls,
  change: (control: RunControl, progress: RunProgress) => Promise<ChangeResult>,
): Promise<ChangeResult> {
  const progress = new RunProgress(title);
  const control = new RunControl(progress, controls);
  try {
    return await control.carryOut(() => change(control, progress));
  } catch (error) {
    throw workflowFailure(errorFacts(error));
  }
}
