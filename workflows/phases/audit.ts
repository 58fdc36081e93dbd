import { sliceFindings, type Finding } from '../../domain/finding';
import type { PoolInventory } from '../../domain/inventory';
import type { PoolVerdicts } from '../../domain/judge-pool';
import type { Policy } from '../../domain/policy';
import type { AuditedHost, AuditInput, AuditResult } from '../../domain/pool-run';
import { selectHosts, selectPoolSlice, selectSlice, selectTemplateVifs } from '../../domain/select';
import type { Selection } from '../../domain/selection';
import { count } from '../../domain/words';
import { recordOutcome } from '../record-outcome';
import type { RunProgress } from '../run-progress';
import { detect, type DetectedHost } from './detect';
import { discover } from './discover';
import { inspect } from './inspect';
import { findings as findingsIn, judge } from './judge';

/** What an audit looked at and what it found. */
export interface Audit {
  readonly result: AuditResult;
  readonly findings: readonly Finding[];
  readonly seen: AuditedPool;
}

/** What an audit saw, for whoever asks about another policy. */
interface AuditedPool {
  readonly inventory: PoolInventory;
  readonly selection: Selection;
  readonly detected: readonly DetectedHost[];
  readonly verdicts: PoolVerdicts;
}

/** Everything that is wrong in a pool, and what deviates from a policy where one is asked about. */
export const poolFindings = (
  { inventory, selection, detected, verdicts }: AuditedPool,
  policy: Policy | null,
): readonly Finding[] => [
  ...findingsIn(detected, verdicts, policy),
  ...sliceFindings(selectPoolSlice(inventory, selection), selectTemplateVifs(inventory, selection), policy),
];

/** A host that could not be looked at, or not at its packets. */
export const isUnseen = ({ error, captureError }: Pick<AuditedHost, 'error' | 'captureError'>): boolean =>
  error !== null || captureError !== null;

/** Looks at every selected host of a pool and judges what was seen; changes nothing. */
export async function audit(input: AuditInput, policy: Policy | null, progress: RunProgress): Promise<Audit> {
  const inventory = await discover(input);
  const hosts = selectHosts(inventory, input.selection);
  progress.enter('inspect');
  const slices = hosts.map((host) => selectSlice(inventory, host, input.selection));
  const inspected = await inspect(input.pool, slices, progress);
  progress.enter('detect');
  const detected = await detect(input.pool, inspected, input.captureSeconds);
  const seen = { inventory, selection: input.selection, detected, verdicts: judge(inventory, detected) };
  const findings = poolFindings(seen, policy);
  for (const { host, error, captureError } of detected) {
    const own = findings.filter((finding) => finding.host === host.name).length;
    if (captureError !== null) progress.host(host.name, 'failed', captureError.message);
    else if (error === null) progress.host(host.name, 'inspected', own === 0 ? '' : count(own, 'finding'));
  }
  const failed = detected.filter(isUnseen).length;
  const outcome = findings.length > 0 ? 'findings' : failed > 0 ? 'partly-failed' : 'clean';
  recordOutcome(outcome, { total: hosts.length, changed: 0, failed });
  const ends = detected.map(({ host, error, captureError }) => ({ host, error, captureError }));
  return { result: { outcome, findings: findings.length, hosts: ends }, findings, seen };
}
