import { expect, test } from '@jest/globals';
import { durationInWords, parseDuration } from '../../domain/duration';

test.each([
  ['30s', 30],
  ['2m', 120],
  ['6h', 21_600],
  ['1d', 86_400],
])('%s is %d seconds', (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
});

test.each(['', '30', 's', '500ms', '-1s', '1.5h', '2w', '1h30m', 'soon'])('"%s" is no duration', (text) => {
  expect(parseDuration(text)).toBeNull();
});

test.each(['10s', '90s', '2m', '6h', '36h', '1d'])('%s is told as it was written', (text) => {
  expect(durationInWords(parseDuration(text) ?? 0)).toBe(text);
});
