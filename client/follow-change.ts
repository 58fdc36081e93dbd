import { outcomeExitCodes } from '../domain/exit-codes';
import type { ChangeResult, RunRef } from '../domain/pool-run';
import { followRun, leftRunning, type FollowedRun } from './follow-run';
import type { Session } from './session';
import type { Output } from './output';
import { renderChange } from './render/report';
import { changeReport } from './report/change-report';

/** How long the link of a run works. */
const linkRemark = { cancel: '; in the Web UI while a command runs (--keep keeps it up)', leave: '' };

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
  output.say(`Run ${run.runId}${linkRemark[session.onInterrupt]}: ${session.url(run)}`);
  const result = await followRun(handle, output, session.onInterrupt);
  if (result === leftRunning) {
    output.say(`Run ${run.runId} goes on with: xen-offload watch ${pool}`);
    return outcomeExitCodes.cancelled;
  }
  const report = await changeReport(session.client, run, result, session.url(run));
  output.answer(report, () => renderChange(report, pool));
  return outcomeExitCodes[report.outcome];
}

/** Leaves a started run to a worker that stays, and tells where it is. Returns the exit code. */
export function leaveDetached(
  session: Session,
  command: string,
  pool: string,
  { workflowId, firstExecutionRunId: runId }: Pick<StartedChange, 'workflowId' | 'firstExecutionRunId'>,
  output: Output,
): number {
  const url = session.url({ workflowId, runId });
  output.answer({ command, detached: true, run: { workflowId, runId, url } }, () =>
    [`Run ${runId}: ${url}`, `Follow it with: xen-offload watch ${pool}`].join('\n'),
  );
  return 0;
}
