/** Counters by name. */
export type Counters = ReadonlyMap<string, number>;

/** Reads `ethtool -S`, and the kernel's statistics printed in its form. Lines that count nothing are passed over. */
export const parseNicCounters = (text: string): Counters =>
  new Map(
    [...text.matchAll(/^ +(\S.*): (\d+)\r?$/gm)].map(([, name = '', count = '']) => [name.trimEnd(), Number(count)]),
  );
