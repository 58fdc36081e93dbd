import {
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type WorkflowHandle,
} from '@temporalio/client';
import { limits } from '../domain/limits';
import { OffloadError } from '../domain/errors';
import type { RunRef } from '../domain/pool-run';
import type { Session } from './session';
import { failureFacts } from './start-run';

/** An update of a run. */
export type Ask = (handle: WorkflowHandle) => Promise<string>;

/**
 * Asks a run for something by an update and returns its answer, in words. Throws RequestRefused where the run cannot do
 * it now, NoWorker where nobody is there to answer for it.
 */
export async function askRun({ client }: Session, { workflowId, runId }: RunRef, ask: Ask): Promise<string> {
  const handle = client.workflow.getHandle(workflowId, runId);
  const deadline = Date.now() + limits.updateSeconds * 1_000;
  try {
    return await client.withDeadline(deadline, () => ask(handle));
  } catch (error) {
    throw asOffloadError(error, runId);
  }
}

function asOffloadError(error: unknown, runId: string): unknown {
  if (error instanceof WorkflowUpdateFailedError) return new OffloadError(failureFacts(error), { cause: error });
  if (error instanceof WorkflowNotFoundError) {
    return new OffloadError({ type: 'RequestRefused', message: `run ${runId} has ended` }, { cause: error });
  }
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) {
    const seconds = String(limits.updateSeconds);
    const message = `no worker answered for run ${runId} within ${seconds} s; xen-offload watch runs one, and the run goes on`;
    return new OffloadError({ type: 'NoWorker', message }, { cause: error });
  }
  return error;
}
