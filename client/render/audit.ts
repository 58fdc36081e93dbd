import type { ChecksumCounts } from '../../domain/inspection';
import type { HostReport, NicReport, Report } from '../../domain/report';
import { modes } from '../../domain/modes';
import { verdicts } from '../../domain/verdict';
import { count } from '../../domain/words';
import { printable } from '../printable';
import { packetNotes } from './packet-notes';
import { headline, hostNotes, plainTable } from './report';
import { storedNotes } from './stored-notes';

/** An audit for people: a line per NIC, what needs attention first, and why; verbose tells the why of every NIC. VIFs are counted. */
export function renderAudit(report: Report, isVerbose: boolean): string {
  const table = plainTable(['host', 'NIC', 'driver', 'on', 'received bad', 'sent bad', 'verdict']);
  const rows = report.hosts.flatMap((host) =>
    host.nics.filter((nic) => nic.pif !== null).map((nic) => ({ rank: rank(nic), cells: cells(host, nic) })),
  );
  table.push(...rows.sort((a, b) => a.rank - b.rank).map((row) => row.cells));
  const vifs = report.hosts.reduce((sum, host) => sum + host.nics.filter((nic) => nic.vif !== null).length, 0);
  return [
    ...(rows.length === 0 ? [] : [table.toString()]),
    ...report.hosts.flatMap(hostNotes),
    ...report.hosts.flatMap((host) => packetNotes(host, isVerbose)),
    ...storedNotes(report.storedFindings),
    '',
    `${headline(report.outcome)}: ${count(report.summary.hosts, 'host')}, ${count(rows.length, 'NIC')}, ${count(vifs, 'VIF')} ` +
      `looked at in ${String(report.summary.seconds)} s; nothing was changed`,
    'Bad packets among those sent are normal while tx is on: the NIC fills in the checksum later.',
    `Run ${report.run.runId}: ${report.run.url}`,
  ].join('\n');
}

/** A NIC that merges what it forwards is to be changed, whatever its packets say. */
function rank({ verdict, mergesForwarded }: NicReport): number {
  const place = verdict === null ? verdicts.length : verdicts.indexOf(verdict);
  return mergesForwarded ? Math.min(place, verdicts.indexOf('receives-damage')) : place;
}

function cells(host: HostReport, nic: NicReport): string[] {
  const on = modes.filter((mode) => nic.features[mode] === 'on' || nic.features[mode] === 'fixed-on').join(' ');
  return [
    printable(host.name),
    nic.device,
    printable(nic.driver),
    on === '' ? '-' : on,
    nic.evidence === null ? '-' : received(nic.evidence.in),
    nic.evidence === null ? '-' : of(nic.evidence.out.bad + nic.evidence.out.badMerged, nic.evidence.out),
    `${nic.verdict ?? 'not captured'}${nic.mergesForwarded ? ', merges forwarded' : ''}`,
  ];
}

const of = (bad: number, { verdicts: judged }: ChecksumCounts): string => `${String(bad)}/${String(judged)}`;

/** Merged frames are longer than the MTU, and no damage. */
const received = (counts: ChecksumCounts): string =>
  `${of(counts.bad, counts)}${counts.badMerged === 0 ? '' : ` (${String(counts.badMerged)} merged)`}`;
