/** When a question was asked and its answer was there, by the asker's clock, in ms since 1970. */
export interface Asking {
  readonly startedAtMs: number;
  readonly endedAtMs: number;
}

/**
 * The least whole number of seconds by which a clock is ahead (negative: behind), given the whole second it showed at
 * some moment while it was asked. A clock shows a second for a second, so 0 says no more than that it may be right.
 */
export function clockSkewSeconds(shownSeconds: number, { startedAtMs, endedAtMs }: Asking): number {
  const least = shownSeconds - endedAtMs / 1_000;
  const most = shownSeconds + 1 - startedAtMs / 1_000;
  if (least > 0) return Math.floor(least);
  return most < 0 ? Math.ceil(most) : 0;
}
