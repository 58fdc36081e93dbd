import type { Change } from '../../domain/change';
import type { PackedFeatures } from '../../domain/features';
import type { HostReport } from '../../domain/report';
import { selectPoolSlice, selectSlice, selectTemplateVifs } from '../../domain/select';
import { hostStoredFindings, poolStoredFindings, type StoredFinding } from '../../domain/stored-finding';
import type { PoolSeen } from './host-reports';
import { latestFeatures } from './nic-report';

/** What a report tells of the pool, as far as stored values may be a part of it. */
interface Told {
  readonly hosts: readonly HostReport[];
  readonly poolChanges: readonly Change[];
  /** Features at the end of a change, by host uuid. */
  readonly after: ReadonlyMap<string, PackedFeatures | null>;
}

/** Stored values that do nothing, or nothing yet, by the audit's own judgement; without those that the changes mend. */
export function storedFindings(seen: PoolSeen, { hosts, poolChanges, after }: Told): readonly StoredFinding[] {
  const { inventory, selection } = seen;
  if (inventory === null) return [];
  const ofPool = poolStoredFindings(selectPoolSlice(inventory, selection), selectTemplateVifs(inventory, selection));
  return [
    ...hosts.flatMap((host) => ofHost(seen, host.uuid, after.get(host.uuid) ?? null).filter(isNoPartOf(host.changes))),
    ...ofPool.filter(isNoPartOf(poolChanges)),
  ];
}

function ofHost(
  { history, inventory, selection }: PoolSeen,
  uuid: string,
  after: PackedFeatures | null,
): readonly StoredFinding[] {
  const host = inventory?.hosts.find((each) => each.uuid === uuid);
  const inspection = history.inspections.get(uuid)?.at(-1);
  if (inventory === null || host === undefined || inspection === undefined) return [];
  const devices = { backend: inspection.backend, features: latestFeatures(inspection, after) };
  return hostStoredFindings(selectSlice(inventory, host, selection), devices);
}

const isNoPartOf =
  (changes: readonly Change[]) =>
  ({ target, object, mode }: StoredFinding): boolean =>
    !changes.some((change) => change.mode === mode && (change.target === object || change.target === target));
