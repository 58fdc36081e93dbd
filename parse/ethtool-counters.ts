/** Reads `ethtool -S`: the driver's own counters by name. Lines that count nothing are passed over. */
export const parseEthtoolCounters = (text: string): ReadonlyMap<string, number> =>
  new Map(
    [...text.matchAll(/^ +(\S.*): (\d+)\r?$/gm)].map(([, name = '', count = '']) => [name.trimEnd(), Number(count)]),
  );
