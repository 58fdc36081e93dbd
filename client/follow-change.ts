import { outcomeExitCodes } from '../domain/exit-codes';
import type { ChangeResult, RunRef } from '../domain/pool-run';
import { followRun, leftRunning, type FollowedRun } from './follow-run';
import type { Session } from './local-session';
import type { Output } from './output';
import { renderChange } from './render/report';
import { changeReport } from './report/change-report';

/** A started change. */
export interface StartedChange extends FollowedRun<ChangeResult> {
  readonly workflowId: string;
  readonly firstExecutionRunId: string;
}

/** Follows a change to its end and reports it. Returns the exit code. */
export async function followChange(
  session: Session,
  pool: string,
  handle: StartedChange,
  output: Output,
): Promise<number> {
  const run: RunRef = { workflowId: handle.workflowId, runId: handle.firstExecutionRunId };
  output.say(`Run ${run.runId}; in the Web UI while a command runs (--keep keeps it up): ${session.url(run)}`);
  const result = await followRun(handle, output);
  if (result === leftRunning) {
    output.say(`Run ${run.runId} goes on with: xen-offload watch ${pool}`);
    return outcomeExitCodes.cancelled;
  }
  const report = await changeReport(session.client, run, result, session.url(run));
  output.answer(report, () => renderChange(report, pool));
  return outcomeExitCodes[report.outcome];
}
