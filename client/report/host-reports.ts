import { liveChanges, storedChanges, withEvidence, type Change } from '../../domain/change';
import type { Cure } from '../../domain/cure';
import { joinParts } from '../../domain/discovery';
import { loadOf, type Effect } from '../../domain/effect';
import { errorCatalogue } from '../../domain/error-catalogue';
import type { ErrorFacts } from '../../domain/errors';
import type { HostRunRecord } from '../../domain/host-run';
import { latestOf, type PackedFeatures } from '../../domain/features';
import { differences } from '../../domain/live';
import type { PoolInventory } from '../../domain/inventory';
import { isAmong } from '../../domain/part-of-change';
import type { Proof } from '../../domain/proof';
import { judgePool, type PoolVerdicts } from '../../domain/judge-pool';
import type { HostOutcome } from '../../domain/outcome';
import type { HostRef } from '../../domain/run';
import type { HostReport, NicReport, ReportError } from '../../domain/report';
import { selectSlice } from '../../domain/select';
import type { Selection } from '../../domain/selection';
import { nicReports } from './nic-report';
import { noCaptures, type RunHistory } from './read-history';
import { stillDifferentLines } from './still-different';

/** What a run saw of its pool, and how that is judged. */
export interface PoolSeen {
  readonly history: RunHistory;
  /** Null where the run never came so far. */
  readonly inventory: PoolInventory | null;
  readonly selection: Selection;
  readonly verdicts: PoolVerdicts;
}

/** Judges what a run saw as the run itself did. */
export function poolSeen(history: RunHistory, selection: Selection): PoolSeen {
  const inventory = inventoryOf(history);
  if (inventory === null) return { history, inventory, selection, verdicts: new Map() };
  const hosts = inventory.hosts.flatMap((host) => {
    const [inspection] = history.inspections.get(host.uuid) ?? [];
    if (inspection === undefined) return [];
    const detection = history.captures.get(host.uuid)?.before ?? null;
    return [{ slice: selectSlice(inventory, host, selection), features: inspection.features, detection }];
  });
  return { history, inventory, selection, verdicts: judgePool(inventory, hosts) };
}

function inventoryOf({ parts: [first, ...others] }: RunHistory): PoolInventory | null {
  if (first === undefined) return null;
  return joinParts(
    first.inventory,
    others.map((part) => part.inventory),
  );
}

export interface HostEnding {
  readonly host: HostRef;
  readonly outcome: HostOutcome;
  readonly error: ErrorFacts | null;
  readonly canRetry: boolean;
  readonly record: HostRunRecord | null;
  /** How the change was taken back within the same run. */
  readonly takenBack?: readonly HostRunRecord[];
  /** Changes to tell where there is no record: those a dry run plans. */
  readonly planned: readonly Change[];
  /** What proved that changes were needed. */
  readonly proofs: readonly Proof[];
  readonly cures: readonly Cure[];
}

/** One host as a report tells it. */
export function hostReport(ending: HostEnding, pool: PoolSeen): HostReport {
  const { host, outcome, error, canRetry, record, takenBack = [], planned, proofs, cures } = ending;
  const last = takenBack.at(-1) ?? record;
  const gone = cures.filter((cure) => cure.takenBack);
  const isLeft = ({ target, mode }: Change): boolean => !isAmong(gone, target, mode);
  return {
    ...host,
    outcome,
    error: error === null ? null : reportError(error),
    canRetry,
    nics: nics(host, afterAll(record, takenBack), pool),
    changes: withEvidence(record === null ? planned : recordChanges(record, outcome).filter(isLeft), proofs),
    cures,
    effect: outcome === 'rolled-back' ? null : effectOn([host.uuid], pool),
    stillDifferent: last === null ? [] : stillDifferentLines(last.stillDifferent),
    moved: last?.moved ?? [],
  };
}

/** Features at the end of a change and of what was taken back of it; null where nobody read them. */
export const afterAll = (record: HostRunRecord | null, takenBack: readonly HostRunRecord[]): PackedFeatures | null =>
  takenBack.reduce((known, back) => latestOf(known, back.after), record?.after ?? null);

/**
 * By the captures before and after a change, of those hosts that were captured on both times: some were never changed, but
 * heard those that were.
 */
export function effectOn(uuids: readonly string[], { history }: PoolSeen): Effect | null {
  const twice = uuids.flatMap((uuid) => {
    const { before, after } = history.captures.get(uuid) ?? noCaptures;
    return before === null || after === null ? [] : [{ before, after }];
  });
  if (twice.length === 0) return null;
  return { before: loadOf(twice.map(({ before }) => before)), after: loadOf(twice.map(({ after }) => after)) };
}

/**
 * What a change really changed: nothing, unless it was done and not taken back within the run, which is what `end` says.
 * A rollback's live changes go by feature name.
 */
export function recordChanges(
  { outcome, live, stored, before, after }: HostRunRecord,
  end: HostOutcome,
): readonly Change[] {
  if (outcome !== 'done' || end === 'rolled-back') return [];
  return [...(live.length > 0 ? liveChanges(live) : restoredFeatures(before, after)), ...storedChanges(stored)];
}

export const reportError = ({ type, message }: ErrorFacts): ReportError => ({
  type,
  message,
  whatToDo: errorCatalogue[type].whatToDo,
});

function restoredFeatures(before: HostRunRecord['before'], after: HostRunRecord['after']): readonly Change[] {
  if (before === null || after === null) return [];
  return differences(before, after).map(({ device, feature, expected, found }) => ({
    where: 'live' as const,
    target: device,
    mode: feature,
    from: expected,
    to: found,
  }));
}

function nics(
  host: HostRef,
  after: PackedFeatures | null,
  { history, inventory, selection, verdicts }: PoolSeen,
): readonly NicReport[] {
  const known = inventory?.hosts.find((each) => each.uuid === host.uuid);
  if (inventory === null || known === undefined) return [];
  return nicReports({
    slice: selectSlice(inventory, known, selection),
    inspection: history.inspections.get(host.uuid)?.at(-1),
    captures: history.captures.get(host.uuid) ?? noCaptures,
    verdicts,
    after,
  });
}
