import Table from 'cli-table3';

/** One figure: what, and how much with its unit. */
export type Figure = readonly [string, string];

export function printFigures(title: string, figures: readonly Figure[]): void {
  const table = new Table({ head: [title, ''], style: { head: [], border: [] }, colAligns: ['left', 'right'] });
  table.push(...figures.map(([what, value]) => [what, value]));
  process.stdout.write(`${table.toString()}\n`);
}

export const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
export const kilobytes = (bytes: number): string => `${(bytes / 1_024).toFixed(0)} KB`;
export const megabytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(0)} MB`;
