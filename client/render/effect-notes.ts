import type { Effect, HostLoad } from '../../domain/effect';
import type { HostReport } from '../../domain/report';
import { printable } from '../printable';

/** Whether changes that were made for damage helped, a line each, with the numbers of before and after. */
export const cureNotes = ({ name, cures }: HostReport): readonly string[] =>
  cures.map(
    ({ device, answer, because, takenBack }) =>
      `${printable(name)}: ${device} ${answer}: ${printable(because)}${takenBack ? '; taken back' : ''}`,
  );

const measures: readonly (readonly [name: string, value: (load: HostLoad) => number | null, unit: string])[] = [
  ['TCP sent again', (load) => load.sentAgainPercent, ' %'],
  ['checksum errors', (load) => load.checksumErrorsPerSecond, '/s'],
  ['frames dropped', (load) => load.droppedPerSecond, '/s'],
  ['softirq CPU', (load) => load.softirqPercent, ' %'],
];

/** What a run did to what limits throughput, in one line; nothing where no host was captured on twice. */
export function effectNotes(effect: Effect | null): readonly string[] {
  if (effect === null) return [];
  const changes = measures.flatMap(([name, value, unit]) => {
    const [before, after] = [value(effect.before), value(effect.after)];
    return before === null || after === null ? [] : [`${name} ${String(before)} -> ${String(after)}${unit}`];
  });
  return [`Before -> after, per host: ${changes.join(', ')}`];
}
