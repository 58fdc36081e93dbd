import { workflowInfo } from '@temporalio/workflow';
import type { HostRunRecord } from '../domain/host-run';
import type { RunRef } from '../domain/pool-run';
import type { HostRef } from '../domain/run';
import { undoStored } from '../domain/stored';
import { reading } from './activity-proxies';
import { changeHost } from './host/change-host';
import { toRestore } from './host/steps';

export interface RollbackHostInput {
  readonly pool: string;
  readonly host: HostRef | null;
  readonly coordinator: HostRef;
  /** The workflow that changed this host. */
  readonly record: RunRef;
  readonly confirmSeconds: number;
}

/** Puts one host back to what it was before an earlier run; values changed by others since are left and named. */
export async function rollbackHost({ record, ...input }: RollbackHostInput): Promise<HostRunRecord> {
  const earlier = await reading('read what the run to take back recorded').readHostRun(record);
  return changeHost({
    ...input,
    run: workflowInfo().runId,
    live: [],
    restore: toRestore(earlier.before, earlier.outcome === 'done' ? earlier.after : null),
    stored: earlier.stored.map(undoStored),
    onConflict: 'pass-over',
  });
}
