const secondsIn = { ms: 0.001, s: 1, m: 60, h: 3_600, d: 86_400 } as const;

const isUnit = (text: string): text is keyof typeof secondsIn => Object.hasOwn(secondsIn, text);

export const durationExpected = 'expected a duration such as 500ms, 30s, 2m, 6h or 1d';

/** `500ms`, `30s`, `2m`, `6h`, `1d` as seconds; null for anything else. */
export function parseDuration(text: string): number | null {
  const [, amount, unit] = /^(\d+)(ms|s|m|h|d)$/.exec(text) ?? [];
  return amount === undefined || unit === undefined || !isUnit(unit) ? null : Number(amount) * secondsIn[unit];
}

/** Seconds in the largest unit that takes them whole. */
export function durationInWords(seconds: number): string {
  const unit = (['d', 'h', 'm'] as const).find((each) => seconds >= secondsIn[each] && seconds % secondsIn[each] === 0);
  return unit === undefined ? `${String(seconds)}s` : `${String(seconds / secondsIn[unit])}${unit}`;
}
