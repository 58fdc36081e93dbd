import type { HostReport, NicReport } from '../../domain/report';
import { isFinding } from '../../domain/verdict';
import { printable } from '../printable';

/**
 * What was proved of a host's NICs, a line each: of those that need attention, or of all. At length: also what would change
 * the verdict, frames that were dropped, and a few bad packets.
 */
export const packetNotes = ({ name, nics }: HostReport, isVerbose: boolean): readonly string[] =>
  nics.flatMap((nic) => [
    ...(isVerbose || (nic.verdict !== null && isFinding(nic.verdict)) ? verdictLines(name, nic) : []),
    ...(nic.mergesForwarded
      ? [`${printable(name)}: ${nic.device} merges what it forwards: lro is on, and it leads to running VMs`]
      : []),
    ...(isVerbose ? examples(nic) : []),
  ]);

function verdictLines(host: string, { device, verdict, because, wouldChange }: NicReport): readonly string[] {
  if (verdict === null || because === null) return [];
  const line = `${printable(host)}: ${device} ${verdict}: ${printable(because)}`;
  return [wouldChange === null ? line : `${line}. Would change with: ${wouldChange}`];
}

function examples({ evidence }: NicReport): readonly string[] {
  if (evidence === null) return [];
  const drops = Object.entries(evidence.dropped).map(([counter, growth]) => `${counter} grew by ${String(growth)}`);
  return [
    ...(drops.length === 0 ? [] : [`  dropped: ${printable(drops.join(', '))}`]),
    ...evidence.in.examples.map((header) => `  received: ${printable(header)}`),
    ...evidence.out.examples.map((header) => `  sent: ${printable(header)}`),
  ];
}
