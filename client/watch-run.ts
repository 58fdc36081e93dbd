import type { remediatePool } from '../workflows';
import { followChange } from './follow-change';
import type { Output } from './output';
import type { RunListing } from './runs';
import type { Session } from './session';

/** Follows a change that somebody else may have started to its end. Returns the exit code. */
export async function watchRun(
  session: Session,
  pool: string,
  { workflowId, runId }: RunListing,
  output: Output,
): Promise<number> {
  const handle = session.client.workflow.getHandle<typeof remediatePool>(workflowId, runId);
  const started = {
    workflowId,
    firstExecutionRunId: runId,
    query: handle.query.bind(handle),
    cancel: () => handle.cancel(),
    result: () => handle.result(),
  };
  return followChange(session, pool, started, output);
}
