import type { Throughput, ThroughputChange } from '../../domain/throughput';
import { printable } from '../printable';

/** Throughput before and after a change, in a line; where a number is missing, why. */
export function throughputNotes(change: ThroughputChange | null): readonly string[] {
  if (change === null) return [];
  const { before, after } = change;
  const title = `Throughput ${printable(before.from)} -> ${printable(before.to)}:`;
  if (before.why !== null && after.why !== null) return [`${title} not measured: ${printable(before.why)}`];
  const resent = [before, after].map(({ resent: segments }) => segments?.toString() ?? '?');
  return [
    `${title} ${speed(before)} -> ${speed(after)} Mbit/s, segments sent again ${resent.join(' -> ')}` +
      `${reason('before', before)}${reason('after', after)}`,
  ];
}

const speed = ({ megabitsPerSecond: measured }: Throughput): string =>
  measured === null ? '?' : String(measured < 10 ? measured : Math.round(measured));

const reason = (moment: string, { why }: Throughput): string => (why === null ? '' : `; ${moment}: ${printable(why)}`);
