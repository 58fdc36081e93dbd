/** Two-sided quantiles of the normal distribution: 95 % of all captures lie within the one, 99.9 % within the other. */
const likely = 1.96;
export const surely = 3.29;

/**
 * Bounds of the share that a sample speaks for, from 0 to 1: Wilson's score interval, which unlike the plain one holds for
 * few packets and for shares near 0 and 1. Of no sample, everything may be true.
 */
export function shareBounds(
  part: number,
  whole: number,
  quantile = likely,
): { readonly low: number; readonly high: number } {
  if (whole === 0) return { low: 0, high: 1 };
  const share = part / whole;
  const squared = quantile ** 2;
  const middle = share + squared / (2 * whole);
  const spread = quantile * Math.sqrt((share * (1 - share)) / whole + squared / (4 * whole ** 2));
  const scale = 1 + squared / whole;
  return { low: Math.max(0, (middle - spread) / scale), high: Math.min(1, (middle + spread) / scale) };
}
