import { expect, test } from '@jest/globals';
import { count, someOf } from '../../domain/words';

test.each([
  [0, '0 hosts'],
  [1, '1 host'],
  [2, '2 hosts'],
])('%d: %s', (number, words) => {
  expect(count(number, 'host')).toBe(words);
});

test.each([
  [['a'], 'a'],
  [['a', 'b', 'c'], 'a; b; c'],
  [['a', 'b', 'c', 'd', 'e'], 'a; b; c and 2 more'],
])('of %j is named: %s', (lines, words) => {
  expect(someOf(lines, '; ')).toBe(words);
});
