import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { OffloadError } from '../domain/errors';
import type { HostRunRecord } from '../domain/host-run';
import type { ChangeResult, RunRef } from '../domain/pool-run';

/** Reads the results of earlier runs with the worker's own client. */
export const runRecords = (
  client: Client,
): {
  readonly readHostRun: (run: RunRef) => Promise<HostRunRecord>;
  readonly readPoolRun: (run: RunRef) => Promise<ChangeResult>;
} => ({
  readHostRun: (run) => readResult<HostRunRecord>(client, run),
  readPoolRun: (run) => readResult<ChangeResult>(client, run),
});

async function readResult<Result>(client: Client, { workflowId, runId }: RunRef): Promise<Result> {
  try {
    return await client.workflow.getHandle<() => Promise<Result>>(workflowId, runId).result();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) {
      throw new OffloadError(
        { type: 'RunNotFound', message: `no record of run ${runId} of ${workflowId}` },
        { cause: error },
      );
    }
    throw error;
  }
}
