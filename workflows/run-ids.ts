import { workflowInfo } from '@temporalio/workflow';

/** This run's id, and that of the pool's run which started it. */
export function runIds(): { readonly run: string; readonly poolRun: string } {
  const { runId, parent } = workflowInfo();
  return { run: runId, poolRun: parent?.runId ?? runId };
}
