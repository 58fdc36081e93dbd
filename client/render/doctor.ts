import colors from 'picocolors';
import type { Level, Precondition } from '../../domain/precondition';
import { count } from '../../domain/words';
import { printable } from '../printable';
import type { DoctorReport } from '../report/doctor-report';
import { headline, plainTable } from './report';

/**
 * A checkup for people, what needs attention first: a line for all that is fine on a host, and for each thing that is
 * not, one with its cure. Lines are wrapped to the terminal, where `columns` tells its width.
 */
export function renderDoctor(report: DoctorReport, columns: number | undefined): string {
  const rows = [
    ...linesOf('pool', report.preconditions),
    ...report.hosts.flatMap((host) => linesOf(host.name, host.preconditions)),
  ];
  rows.sort((a, b) => attention.indexOf(a.level) - attention.indexOf(b.level));
  const who = Math.max(...rows.map((row) => row.who.length), 4) + 2;
  const table = plainTable([], columns === undefined ? [] : [who, levelWidth, columns - who - levelWidth]);
  for (const { who: name, level, text } of rows) table.push([name, paint(level), text]);
  return [
    table.toString(),
    '',
    `${headline(report.outcome)}: ${verdict(report)}; ${count(report.summary.hosts, 'host')} looked at in ${String(report.summary.seconds)} s`,
    `Run ${report.run.runId}: ${report.run.url}`,
  ].join('\n');
}

/** What follows from all the lines, for the next run. */
function verdict({ pool, summary: { troubles, warnings } }: DoctorReport): string {
  const found = [count(troubles, 'trouble'), count(warnings, 'warning')].join(', ');
  if (troubles > 0) return `${found}: a run would be refused, or would fail on a host`;
  return `${printable(pool.name)} is fit for a run${warnings > 0 ? `, with ${count(warnings, 'warning')}` : ''}`;
}

const attention: readonly Level[] = ['trouble', 'warning', 'ok'];

const levelWidth = 'trouble'.length + 2;

/** What a line for all that is fine tells. */
const worthTelling: readonly Precondition['check'][] = [
  ...(['hosts', 'coordinator', 'high-availability'] as const),
  ...(['tools', 'clock', 'nics'] as const),
];

interface Line {
  readonly who: string;
  readonly level: Level;
  readonly text: string;
}

function linesOf(name: string, preconditions: readonly Precondition[]): readonly Line[] {
  const who = printable(name);
  const lines = preconditions.flatMap(({ level, message, cure }) =>
    cure === null ? [] : [{ who, level, text: `${printable(message)}\n-> ${printable(cure)}` }],
  );
  if (lines.length > 0) return lines;
  const fine = preconditions.filter(({ check }) => worthTelling.includes(check)).map(({ message }) => message);
  return [{ who, level: 'ok', text: printable(fine.join(', ')) }];
}

/** Colour only underlines what the word says already. */
const paint = (level: Level): string =>
  ({ ok: colors.green, warning: colors.yellow, trouble: colors.red })[level](level);
