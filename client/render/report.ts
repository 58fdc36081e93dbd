import Table from 'cli-table3';
import colors from 'picocolors';
import type { Change } from '../../domain/change';
import { modes } from '../../domain/modes';
import type { HostOutcome, RunOutcome } from '../../domain/outcome';
import type { HostReport, Report, ReportError } from '../../domain/report';
import { count } from '../../domain/words';
import { printable } from '../printable';
import { cureNotes, effectNotes } from './effect-notes';
import { packetNotes } from './packet-notes';
import { storedNotes } from './stored-notes';
import { throughputNotes } from './throughput-notes';

/** A finished change for people: a line per host, what went wrong, what it cost, where to look, how to undo it. */
export function renderChange(report: Report, pool: string): string {
  const table = plainTable(['host', 'outcome', 'live', 'xapi', 'now']);
  for (const host of report.hosts) {
    table.push([printable(host.name), paint(host.outcome), ...changeCells(host.changes)]);
  }
  if (report.poolSlice !== null) {
    table.push(['halted VMs', paint(report.poolSlice.outcome), ...changeCells(report.poolChanges)]);
  }
  const { summary } = report;
  return [
    table.toString(),
    ...report.hosts.flatMap(hostNotes),
    ...report.hosts.flatMap((each) => packetNotes(each, false)),
    ...report.hosts.flatMap(cureNotes),
    ...(report.poolSlice?.error == null ? [] : [errorLine('halted VMs', report.poolSlice.error)]),
    ...storedNotes(report.storedFindings),
    ...throughputNotes(report.throughput),
    '',
    `${headline(report.outcome)}: ${String(summary.changed)} of ${String(summary.hosts)} hosts changed, ` +
      `${String(summary.failed)} failed, ${String(summary.rolledBack)} rolled back; ` +
      `${count(summary.remoteCommands, 'remote command')}, ${count(summary.xeWrites, 'xe write')}, ${String(summary.seconds)} s`,
    ...effectNotes(report.effect),
    ...nextSteps(report, pool),
  ].join('\n');
}

/** A plan for people: every single change, and that nothing was done. */
export function renderPlan(report: Report): string {
  const table = plainTable(['host', 'where', 'target', 'mode', 'from', 'to']);
  const row = (host: string, change: Change): string[] =>
    [host, change.where, change.target, change.mode, change.from, change.to].map(printable);
  for (const host of report.hosts) table.push(...host.changes.map((change) => row(host.name, change)));
  table.push(...report.poolChanges.map((change) => row('halted VMs', change)));
  const changes = report.poolChanges.length + report.hosts.reduce((sum, host) => sum + host.changes.length, 0);
  return [
    ...(changes === 0 ? [] : [table.toString()]),
    ...report.hosts.flatMap(hostNotes),
    ...report.hosts.flatMap((host) => packetNotes(host, false)),
    ...storedNotes(report.storedFindings),
    '',
    `${headline(report.outcome)}: ${count(changes, 'change')} planned; nothing was changed`,
    `Run ${report.run.runId}: ${report.run.url}`,
  ].join('\n');
}

/** `widths`, with the gap to the next column, are for tables whose text is wrapped. */
export const plainTable = (head: string[], widths: number[] = []): Table.Table =>
  new Table({
    colWidths: widths,
    wordWrap: true,
    head: head.map((text) => colors.bold(text)),
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 2 },
    chars: {
      top: '',
      'top-mid': '',
      'top-left': '',
      'top-right': '',
      bottom: '',
      'bottom-mid': '',
      'bottom-left': '',
      'bottom-right': '',
      left: '',
      'left-mid': '',
      mid: '',
      'mid-mid': '',
      right: '',
      'right-mid': '',
      middle: '',
    },
  });

/** What is special about a host, below the table: its error with the cure, what is still different, what moved. */
export function hostNotes(host: HostReport): readonly string[] {
  const name = printable(host.name);
  return [
    ...(host.error === null ? [] : [errorLine(name, host.error)]),
    ...host.stillDifferent.map((line) => `${name}: still different: ${printable(line)}`),
    ...(host.moved.length === 0 ? [] : [`${name}: moved or stopped since the inspection: ${host.moved.join(', ')}`]),
  ];
}

const errorLine = (name: string, { type, message, whatToDo }: ReportError): string =>
  `${name}: ${type}: ${printable(message).replace(/\.$/, '')}. ${whatToDo}`;

function changeCells(changes: readonly Change[]): string[] {
  const live = changes.filter((change) => change.where === 'live');
  const stored = changes.filter((change) => change.where === 'xapi');
  return [changedOn(live, 'device'), changedOn(stored, 'object'), values(changes)];
}

function changedOn(changes: readonly Change[], noun: string): string {
  const targets = new Set(changes.map((change) => change.target)).size;
  return changes.length === 0 ? '-' : `${String(changes.length)} on ${count(targets, noun)}`;
}

/** `rx tx off`: what modes became; kernel features, which a rollback names, are counted. */
function values(changes: readonly Change[]): string {
  const became = [...new Set(changes.map((change) => change.to))].sort();
  const shown = became.map((to) => {
    const changed = new Set(changes.filter((change) => change.to === to).map((change) => change.mode));
    const known = modes.filter((mode) => changed.has(mode));
    const others = changed.size - known.length;
    return [...known, ...(others === 0 ? [] : [count(others, 'feature')]), to].join(' ');
  });
  return shown.join(', ');
}

/** Colour only underlines what the word says already. */
function paint(outcome: HostOutcome | RunOutcome): string {
  switch (outcome) {
    case 'done':
    case 'nothing-to-do':
    case 'clean':
      return colors.green(outcome);
    case 'planned':
    case 'findings':
    case 'not-started':
    case 'rolled-back':
    case 'cancelled':
    case 'partly-failed':
      return colors.yellow(outcome);
    case 'failed':
    case 'stuck':
    case 'lost':
    case 'refused':
      return colors.red(outcome);
  }
}

export const headline = (outcome: RunOutcome): string => colors.bold(paint(outcome));

function nextSteps({ command, outcome, run, hosts, poolChanges, summary }: Report, pool: string): readonly string[] {
  if (command === 'rollback') return [];
  const isChanged = summary.changed > 0 || poolChanges.length > 0 || outcome === 'stuck';
  const isUnplanned = hosts.some((host) => host.outcome === 'failed' && !host.canRetry);
  return [
    ...(isChanged ? [`Undo: xen-offload rollback ${pool} ${run.runId}`] : []),
    ...(hosts.some((host) => host.canRetry) ? [`Finish the other hosts: xen-offload retry ${pool} ${run.runId}`] : []),
    ...(isUnplanned ? [`Plan the failed hosts anew, once they can be looked at: xen-offload remediate ${pool}`] : []),
  ];
}
