import type { Finding } from '../../domain/finding';
import { count } from '../../domain/words';
import type { AuditStatus } from '../last-audit';
import { printable } from '../printable';
import { utcTime } from './time';

const listed = 20;

/** What the last scheduled audit found, and what is new or gone since the one before. */
export function renderDrift({ run, startedAt, findings, notListed, drift, remediation }: AuditStatus): string {
  const heading = `Last scheduled audit, ${utcTime(startedAt)}: ${count(findings.length + notListed, 'finding')}`;
  const since =
    drift === null
      ? 'the first of its kind, nothing to compare with'
      : `${String(drift.new.length)} new, ${String(drift.gone.length)} gone, ${String(drift.unchanged)} unchanged since the one before`;
  return [
    `${heading}; ${since}`,
    ...lines('new ', drift?.new ?? []),
    ...lines('gone', drift?.gone ?? []),
    ...(drift === null ? lines('    ', findings) : []),
    ...(remediation === null ? [] : [remediationLine(remediation)]),
    run.url,
  ].join('\n');
}

function lines(mark: string, findings: readonly Finding[]): readonly string[] {
  const shown = findings
    .slice(0, listed)
    .map(({ host, target, what }) => `  ${mark}  ${printable(host)} ${target}: ${printable(what)}`);
  const more = findings.length - shown.length;
  return more > 0 ? [...shown, `  ${mark}  and ${String(more)} more`] : shown;
}

const remediationLine = ({ outcome, note }: NonNullable<AuditStatus['remediation']>): string =>
  `Remediation: ${outcome}${note === '' ? '' : `: ${printable(note)}`}`;
