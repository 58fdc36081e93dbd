import { isCancellation, sleep, startChild, type ChildWorkflowHandle } from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import type { HostRunRecord } from '../../domain/host-run';
import type { HostEnd, RunRef } from '../../domain/pool-run';
import { summary } from '../../domain/summary';
import type { HostRef, PoolRef } from '../../domain/run';
import { hostId } from '../../domain/workflow-ids';
import { childOptions } from '../child-options';
import { errorFacts } from '../failure';
import type { remediateHost, RemediateHostInput } from '../remediate-host';
import type { rollbackHost, RollbackHostInput } from '../rollback-host';

/** Which child changes a host, and what it is told. */
export type HostChild =
  | { readonly workflow: 'remediateHost'; readonly input: RemediateHostInput }
  | { readonly workflow: 'rollbackHost'; readonly input: RollbackHostInput };

/** How long a run waits for a host that an earlier run is still undoing. */
const undoingHost = { attempts: 60, waitMs: 5_000 };

/** Runs the child that changes one host, or takes a change of it back, to its end. */
export const runHostChild = (poolRef: PoolRef, host: HostRef, child: HostChild): Promise<HostEnd> =>
  runChild(hostId(poolRef.uuid, host.uuid), host, child);

/**
 * Runs a child to its end; `host` is where it works. A taken id means that the host is still undoing an earlier
 * change: wait for it. The child outlives its parent: when that is terminated, it is asked to cancel, and undoes.
 */
export async function runChild(workflowId: string, host: HostRef, child: HostChild): Promise<HostEnd> {
  let run: RunRef | null = null;
  try {
    const handle = await startWhenFree(workflowId, host, child);
    run = { workflowId, runId: handle.firstExecutionRunId };
    const record = await handle.result();
    return { host, outcome: record.outcome, error: record.error, run };
  } catch (error) {
    if (run === null && isCancellation(error)) return { host, outcome: 'not-started', error: null, run };
    const facts = errorFacts(error, host.name);
    return { host, outcome: run === null ? 'refused' : 'stuck', error: facts, run };
  }
}

type HostHandle = ChildWorkflowHandle<() => Promise<HostRunRecord>>;

async function startWhenFree(workflowId: string, host: HostRef, child: HostChild): Promise<HostHandle> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start(workflowId, host, child);
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError) || attempt === undoingHost.attempts) throw error;
      await sleep(undoingHost.waitMs, {
        summary: summary(`${host.name} is still undoing an earlier change`),
      });
    }
  }
}

function start(workflowId: string, host: HostRef, child: HostChild): Promise<HostHandle> {
  const verb = child.workflow === 'remediateHost' ? 'Change' : 'Roll back';
  const options = childOptions(workflowId, `${verb} ${host.name}`);
  return child.workflow === 'remediateHost'
    ? startChild<typeof remediateHost>(child.workflow, { ...options, args: [child.input] })
    : startChild<typeof rollbackHost>(child.workflow, { ...options, args: [child.input] });
}
