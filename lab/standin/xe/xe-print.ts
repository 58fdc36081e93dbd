/** A record: the fields to print, in order, named with their access tags. */
export type PrintedRecord = readonly (readonly [name: string, value: string])[];

/** The long form: names in a right-aligned column, except the first; two empty lines after each record. */
export const printRecords = (records: readonly PrintedRecord[]): string =>
  records.map((record) => `${printRecord(record)}\n\n\n`).join('');

function printRecord(record: PrintedRecord): string {
  const width = 4 + Math.max(0, ...record.map(([name]) => name.length));
  return record
    .map(([name, value], index) => `${index === 0 ? name.padEnd(width) : name.padStart(width)}: ${value}`)
    .join('\n');
}

/** `--minimal`: values in one line, with commas and backslashes in them escaped. */
export const printMinimal = (values: readonly string[]): string =>
  `${values.map((value) => value.replace(/[\\,]/g, '\\$&')).join(',')}\n`;
