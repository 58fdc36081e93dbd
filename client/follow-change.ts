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

/** Follows a started change to its end, or with `--detach` leaves it to a worker that stays. Returns the exit code. */
export async function followOrLeave(
  session: Session,
  command: string,
  pool: string,
  handle: StartedChange,
  output: Output,
  detach: true | undefined,
): Promise<number> {
  return detach === true
    ? leaveDetached(session, command, pool, handle, output)
    : followChange(session, pool, handle, output);
}

/** Tells where a run is that goes on without this command. */
function leaveDetached(
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
