import type { HostRunRecord } from '../domain/host-run';
import { partOfWayBack, type PartOfChange, type WayBack } from '../domain/part-of-change';
import type { RunRef } from '../domain/pool-run';
import type { HostRef } from '../domain/run';
import { undoStored } from '../domain/stored';
import { reading } from './activity-proxies';
import { changeHost } from './host/change-host';
import { toRestore } from './host/steps';
import { runIds } from './run-ids';

/** How a change is taken back. */
export interface WayOfRollback {
  /** Who remembers how it was: the server's history, or the host (for objects of no host, the coordinator) itself. */
  readonly from: 'history' | 'journal';
  /** What of the change goes back; left out: all of it. A journal tells no parts. */
  readonly part?: PartOfChange;
  /** Runs that tried to take that change back before: the host need not remember them when all of it is. */
  readonly earlier?: readonly string[];
}

export interface RollbackHostInput extends WayOfRollback {
  readonly pool: string;
  readonly host: HostRef | null;
  readonly coordinator: HostRef;
  /** The workflow that changed this host. */
  readonly record: RunRef;
  readonly confirmSeconds: number;
}

/**
 * Puts one host, or a part of its change, back to what it was before an earlier run; values changed by others since are left
 * and named.
 */
export async function rollbackHost(rollback: RollbackHostInput): Promise<HostRunRecord> {
  const { record, from, part, earlier = [], ...input } = rollback;
  const back = from === 'history' ? await fromHistory(record, part) : await fromJournal(input, record);
  const takesBack = {
    run: record.runId,
    hasEnded: from === 'history',
    isWhole: part === undefined || 'except' in part,
    earlier,
  };
  return changeHost({ ...input, ...back, ...runIds(), takesBack, live: [], onConflict: 'pass-over' });
}

async function fromHistory(run: RunRef, part: RollbackHostInput['part']): Promise<WayBack> {
  const { before, after, outcome, live, stored } = await reading('read what the run to take back recorded').readHostRun(
    run,
  );
  const whole = { restore: toRestore(before, outcome === 'done' ? after : null), stored: stored.map(undoStored) };
  return part === undefined ? whole : partOfWayBack(whole, live, part);
}

async function fromJournal(
  { pool, host, coordinator }: Pick<RollbackHostInput, 'pool' | 'host' | 'coordinator'>,
  { runId: run }: RunRef,
): Promise<WayBack> {
  const on = host ?? coordinator;
  const { before, stored } = await reading(`read the journal of ${on.name}`).readJournal({ pool, host: on, run });
  return { restore: before, stored: stored.map(undoStored) };
}
