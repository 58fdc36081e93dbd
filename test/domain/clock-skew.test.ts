import { expect, test } from '@jest/globals';
import { clockSkewSeconds } from '../../domain/clock-skew';

const asking = { startedAtMs: 1_000_200, endedAtMs: 1_003_400 };

test.each([
  ['shows a second in which it was asked', 1_001, 0],
  ['has just turned to the second after, or is right', 1_003, 0],
  ['began the second in which it was asked', 1_000, 0],
  ['is ahead by less than can be told', 1_004, 0],
  ['is ahead', 1_063, 59],
  ['is behind by less than can be told', 999, 0],
  ['is behind', 940, -59],
])('a clock that %s', (_, shownSeconds, skewSeconds) => {
  expect(clockSkewSeconds(shownSeconds, asking) + 0).toBe(skewSeconds);
});
