import { changeOutcome, isFailure, type HostOutcome } from '../../domain/outcome';
import type { ChangeResult, HostEnd, SliceEnd } from '../../domain/pool-run';
import { hasPartTakenBack } from '../../domain/useless-change';
import { recordOutcome } from '../record-outcome';
import type { RunProgress } from '../run-progress';

/** Sums a change up: for the one who asked, for the Web UI, and as search attributes. */
export function changeResult(
  command: ChangeResult['command'],
  hosts: readonly HostEnd[],
  slice: SliceEnd | null,
  cancelled: boolean,
  progress: RunProgress,
  throughput: ChangeResult['throughput'] = null,
): ChangeResult {
  const ends = slice === null ? hosts : [...hosts, slice];
  const outcome = changeOutcome(ends.flatMap(outcomesOf), cancelled);
  recordOutcome(outcome, {
    total: hosts.length,
    changed: hosts.filter(({ outcome, kept }) => outcome === 'done' || kept).length,
    failed: hosts.filter((host) => isFailure(host.outcome)).length,
  });
  progress.end(outcome);
  return { command, outcome, hosts, slice, throughput };
}

/** Where a part of a host's change did not help and was taken back, the host has both outcomes. */
const outcomesOf = (end: HostEnd | SliceEnd): readonly HostOutcome[] =>
  hasPartTakenBack(end) ? ['done', 'rolled-back'] : [end.outcome];
