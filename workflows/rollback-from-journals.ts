import { isCancellation } from '@temporalio/workflow';
import { newestPoolRun, type Journal } from '../domain/journal';
import type { ChangeResult, HostEnd, JournalRollbackInput, RunRef } from '../domain/pool-run';
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

function leftChanged(
  remembered: readonly Remembered[],
  wanted: string | null,
  { uuid }: PoolRef,
): Omit<LeftChanged, 'haEnabled'> {
  const chosen = wanted ?? newestPoolRun(remembered.flatMap(({ journals }) => journals));
  const found = remembered.flatMap(({ host, journals }) =>
    journals.filter(({ poolRun }) => poolRun === chosen).map((journal) => ({ host, journal })),
  );
  const of = (part: Journal['part']) => found.filter(({ journal }) => journal.part === part);
  const ref = (workflowId: string, { run }: Journal): RunRef => ({ workflowId, runId: run });
  const ended = remembered.flatMap(({ end }) => end ?? []);
  if (found.length === 0 && ended.length === 0) {
    const message = wanted === null ? 'no host remembers a change' : `no host remembers run ${wanted}`;
    throw workflowFailure({ type: 'NothingToRollBack', message });
  }
  const [slice] = of('slice');
  return {
    from: 'journal',
    hosts: of('host').map(({ host, journal }) => ({ host, run: ref(hostId(uuid, host.uuid), journal) })),
    slice: slice === undefined ? null : ref(sliceId(uuid), slice.journal),
    ended,
  };
}
