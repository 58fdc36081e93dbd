import type { HostRunRecord } from '../domain/host-run';
import type { RunRef } from '../domain/pool-run';
import type { HostRef } from '../domain/run';
import { undoStored } from '../domain/stored';
import { reading } from './activity-proxies';
import { changeHost } from './host/change-host';
import type { HostChange } from './host/step';
import { toRestore } from './host/steps';
import { runIds } from './run-ids';

export interface RollbackHostInput {
  readonly pool: string;
  readonly host: HostRef | null;
  readonly coordinator: HostRef;
  /** The workflow that changed this host. */
  readonly record: RunRef;
  /** Who remembers how it was: the server's history, or the host (for objects of no host, the coordinator) itself. */
  readonly from: 'history' | 'journal';
  readonly confirmSeconds: number;
}

/** Puts one host back to what it was before an earlier run; values changed by others since are left and named. */
export async function rollbackHost({ record, from, ...input }: RollbackHostInput): Promise<HostRunRecord> {
  const earlier = from === 'history' ? await fromHistory(record) : await fromJournal(input, record);
  const takesBack = { run: record.runId, hasEnded: from === 'history' };
  return changeHost({ ...input, ...earlier, ...runIds(), takesBack, live: [], onConflict: 'pass-over' });
}

type TakenBack = Pick<HostChange, 'restore' | 'stored'>;

async function fromHistory(record: RunRef): Promise<TakenBack> {
  const { before, after, outcome, stored } = await reading('read what the run to take back recorded').readHostRun(
    record,
  );
  return { restore: toRestore(before, outcome === 'done' ? after : null), stored: stored.map(undoStored) };
}

async function fromJournal(
  { pool, host, coordinator }: Pick<RollbackHostInput, 'pool' | 'host' | 'coordinator'>,
  { runId: run }: RunRef,
): Promise<TakenBack> {
  const on = host ?? coordinator;
  const { before, stored } = await reading(`read the journal of ${on.name}`).readJournal({ pool, host: on, run });
  return { restore: before, stored: stored.map(undoStored) };
}
