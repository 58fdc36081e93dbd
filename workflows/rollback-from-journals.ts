import { isCancellation } from '@temporalio/workflow';
import { newestPoolRun, type Journal } from '../domain/journal';
import type { ChangeResult, HostEnd, JournalRollbackInput } from '../domain/pool-run';
import { hostRef } from '../domain/inventory';
import type { HostRef, PoolRef } from '../domain/run';
import { hostId, sliceId } from '../domain/workflow-ids';
import { count } from '../domain/words';
import { reading } from './activity-proxies';
import { controlledChange } from './controlled-change';
import { errorFacts, workflowFailure } from './failure';
import { discover } from './phases/discover';
import { rollBack, type LeftChanged } from './phases/roll-back';
import type { RunProgress } from './run-progress';

/** Takes a run back that the server has forgotten, by what the hosts themselves remember of it. */
export function rollbackFromJournals(input: JournalRollbackInput): Promise<ChangeResult> {
  const { poolRef } = input;
  const title = `Rollback of ${poolRef.name}, by the hosts' own journals`;
  return controlledChange(title, { canUndoFinished: false }, async (control, progress) => {
    const inventory = await discover(input);
    progress.enter('inspect');
    const hosts = inventory.hosts.map(hostRef);
    const remembered = await Promise.all(hosts.map((host) => remember(input.pool, host, progress)));
    const left = leftChanged(remembered, input.poolRun, poolRef);
    return rollBack(input, { ...left, haEnabled: inventory.pool.haEnabled }, control, progress);
  });
}

interface Remembered {
  readonly host: HostRef;
  readonly journals: readonly Journal[];
  /** What kept the host from telling. */
  readonly end: HostEnd | null;
}

async function remember(pool: string, host: HostRef, progress: RunProgress): Promise<Remembered> {
  progress.host(host.name, 'inspecting');
  try {
    const { journals } = await reading(`${host.name}: list journals`).listJournals({ pool, host });
    progress.host(host.name, 'inspected', count(journals.length, 'journal'));
    return { host, journals, end: null };
  } catch (error) {
    if (isCancellation(error)) throw error;
    const facts = errorFacts(error, host.name);
    progress.host(host.name, 'failed', facts.message);
    return { host, journals: [], end: { host, outcome: 'failed', error: facts, run: null } };
  }
}

/** A host may remember attempts to take the change back, too: how it was before is in the first journal of a run. */
function leftChanged(
  remembered: readonly Remembered[],
  wanted: string | null,
  { uuid }: PoolRef,
): Omit<LeftChanged, 'haEnabled'> {
  const chosen = wanted ?? newestPoolRun(remembered.flatMap(({ journals }) => journals));
  const found = remembered.flatMap(({ host, journals }) => {
    const ofRun = journals.filter(({ poolRun }) => poolRun === chosen);
    return (['host', 'slice'] as const).flatMap((part) => {
      const [first, ...later] = ofRun.filter((journal) => journal.part === part).sort((a, b) => a.began - b.began);
      if (first === undefined) return [];
      const run = { workflowId: part === 'host' ? hostId(uuid, host.uuid) : sliceId(uuid), runId: first.run };
      return [{ host, part, run, how: { from: 'journal' as const, earlier: later.map((journal) => journal.run) } }];
    });
  });
  const ended = remembered.flatMap(({ end }) => end ?? []);
  if (found.length === 0 && ended.length === 0) {
    const message = wanted === null ? 'no host remembers a change' : `no host remembers run ${wanted}`;
    throw workflowFailure({ type: 'NothingToRollBack', message });
  }
  return {
    hosts: found.filter(({ part }) => part === 'host'),
    slice: found.find(({ part }) => part === 'slice') ?? null,
    ended,
  };
}
