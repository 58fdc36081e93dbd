import { setTimeout as sleep } from 'node:timers/promises';
import { askRun } from '../client/ask-run';
import { OffloadError } from '../domain/errors';
import type { RunRef } from '../domain/pool-run';
import { cancelUpdate } from '../workflows/messages';
import type { Engine } from './engine';

/** What happens to a run from outside, in its middle. */
export type DisturbanceKind = 'kill-worker' | 'kill-server' | 'cancel-keep' | 'cancel-undo';

export interface Disturbance {
  readonly kind: DisturbanceKind;
  readonly afterMs: number;
}

/** Disturbs a run at the drawn moment; names what was done, nothing where the run had ended by then. */
export async function disturb(
  engine: Engine,
  { workflowId, runId }: RunRef,
  { kind, afterMs }: Disturbance,
): Promise<readonly DisturbanceKind[]> {
  await sleep(afterMs);
  const { status } = await engine.session.client.workflow.getHandle(workflowId, runId).describe();
  if (status.name !== 'RUNNING') return [];
  switch (kind) {
    case 'kill-worker':
      await engine.killAndReplace('worker');
      return [kind];
    case 'kill-server':
      await engine.killAndReplace('server');
      return [kind];
    case 'cancel-keep':
    case 'cancel-undo':
      return (await cancel(engine, { workflowId, runId }, kind === 'cancel-undo')) ? [kind] : [];
  }
}

/** Whether the run let itself be cancelled: one that is about to end does not. */
async function cancel({ session }: Engine, run: RunRef, undoFinished: boolean): Promise<boolean> {
  const args: ['keep' | 'undo'] = [undoFinished ? 'undo' : 'keep'];
  try {
    await askRun(session, run, (handle) => handle.executeUpdate(cancelUpdate, { args }));
    return true;
  } catch (error) {
    if (error instanceof OffloadError && error.type === 'RequestRefused') return false;
    throw error;
  }
}
