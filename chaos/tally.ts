import type { ChaosRun } from './chaos-run';

const countOf = (words: readonly string[]): string => {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const sorted = [...counts].sort(([one], [other]) => one.localeCompare(other));
  return sorted.map(([word, count]) => `${word} ${String(count)}`).join(', ');
};

/** Runs that broke the promise: a host mixed and not said so, a false report, or a rollback that did not finish. */
export const isBroken = ({ judged, notBack }: ChaosRun): boolean =>
  notBack.length > 0 || judged.some(({ verdict }) => verdict === 'false');

/** The lines that sum a check up. */
export function tally(runs: readonly ChaosRun[]): readonly string[] {
  const judged = runs.flatMap((run) => run.judged);
  const count = (matches: (each: (typeof judged)[number]) => boolean): string => String(judged.filter(matches).length);
  const sum = (of: (run: ChaosRun) => number): string => String(runs.reduce((total, run) => total + of(run), 0));
  return [
    `runs              ${String(runs.length)}`,
    `faults injected   ${countOf(runs.flatMap(({ injected }) => injected))}`,
    `faults fired      ${countOf(runs.flatMap(({ fired }) => fired))}`,
    `runs with a fault ${String(runs.filter(({ fired }) => fired.length > 0).length)}`,
    `outcomes          ${countOf(runs.map(({ outcome }) => outcome))}`,
    `exactly planned   ${count(({ truth }) => truth === 'planned')}`,
    `exactly as before ${count(({ truth }) => truth === 'as-before')}`,
    `nothing to change ${count(({ truth }) => truth === 'same')}`,
    `mixed             ${count(({ truth, verdict }) => truth === 'mixed' && verdict === 'false')}`,
    `false reports     ${count(({ verdict }) => verdict === 'false')}`,
    `said stuck, lost  ${sum(({ finished }) => finished)}, not brought back by rollback: ${sum(({ notBack }) => notBack.length)}`,
  ];
}
