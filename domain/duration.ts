import { limits } from './limits';

const secondsIn = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;

const isUnit = (text: string): text is keyof typeof secondsIn => Object.hasOwn(secondsIn, text);

export const durationExpected = 'expected a duration such as 30s, 2m, 6h or 1d';

/** `30s`, `2m`, `6h`, `1d` as seconds; null for anything else. */
export function parseDuration(text: string): number | null {
  const [, amount, unit] = /^(\d+)(s|m|h|d)$/.exec(text) ?? [];
  return amount === undefined || unit === undefined || !isUnit(unit) ? null : Number(amount) * secondsIn[unit];
}

/** How long something may last, in seconds. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

export const captureTime: TimeRange = { from: 1, to: limits.captureSecondsMax };
export const soakTime: TimeRange = { from: 0, to: limits.soakSecondsMax };
export const confirmTime: TimeRange = { from: limits.confirmSecondsMin, to: limits.confirmSecondsMax };

/** Seconds of a duration within a range; else what was expected. */
export function parseTime(
  text: string,
  { from, to }: TimeRange,
): { readonly seconds: number } | { readonly expected: string } {
  const seconds = parseDuration(text);
  if (seconds === null) return { expected: durationExpected };
  if (seconds >= from && seconds <= to) return { seconds };
  return { expected: `expected ${durationInWords(from)} to ${durationInWords(to)}` };
}

/** Seconds in the largest unit that takes them whole. */
export function durationInWords(seconds: number): string {
  const unit = (['d', 'h', 'm'] as const).find((each) => seconds >= secondsIn[each] && seconds % secondsIn[each] === 0);
  return unit === undefined ? `${String(seconds)}s` : `${String(seconds / secondsIn[unit])}${unit}`;
}
