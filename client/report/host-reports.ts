import { liveChanges, storedChanges, type Change } from '../../domain/change';
import { joinParts } from '../../domain/discovery';
import { errorCatalogue, type ErrorFacts } from '../../domain/errors';
import type { HostRunRecord } from '../../domain/host-run';
import { differences } from '../../domain/live';
import type { PoolInventory } from '../../domain/inventory';
import type { HostOutcome } from '../../domain/outcome';
import type { HostRef } from '../../domain/run';
import type { HostReport, NicReport, ReportError } from '../../domain/report';
import { selectSlice } from '../../domain/select';
import type { Selection } from '../../domain/selection';
import { nicReports } from './nic-report';
import type { RunHistory } from './read-history';
import { stillDifferentLines } from './still-different';

/** The whole inventory a run read, or null where it never came so far. */
export function inventoryOf({ parts: [first, ...others] }: RunHistory): PoolInventory | null {
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
  readonly record: HostRunRecord | null;
  /** Changes to tell where there is no record: those a dry run plans. */
  readonly planned: readonly Change[];
}

/** One host as a report tells it. */
export function hostReport(
  { host, outcome, error, record, planned }: HostEnding,
  history: RunHistory,
  inventory: PoolInventory | null,
  selection: Selection,
): HostReport {
  return {
    ...host,
    outcome,
    error: error === null ? null : reportError(error),
    nics: nics(host, record, history, inventory, selection),
    changes: record === null ? planned : recordChanges(record),
    stillDifferent: record === null ? [] : stillDifferentLines(record.stillDifferent),
    moved: record?.moved ?? [],
  };
}

/** What a finished change really changed: nothing, unless it is done. A rollback's live changes go by feature name. */
export function recordChanges({ outcome, live, stored, before, after }: HostRunRecord): readonly Change[] {
  if (outcome !== 'done') return [];
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
  record: HostRunRecord | null,
  history: RunHistory,
  inventory: PoolInventory | null,
  selection: Selection,
): readonly NicReport[] {
  const known = inventory?.hosts.find((each) => each.uuid === host.uuid);
  if (inventory === null || known === undefined) return [];
  return nicReports({
    slice: selectSlice(inventory, known, selection),
    inspection: history.inspections.get(host.uuid),
    detection: history.detections.get(host.uuid),
    after: record?.after ?? null,
  });
}
