import { expect, test } from '@jest/globals';
import { Command } from 'commander';
import { captureOption, waveSettings, withChangeOptions } from '../../client/options';

test('flags win over the configuration, which wins over the defaults', () => {
  expect(waveSettings({ maxFailures: 2 }, { maxFailures: 1, size: 3 })).toEqual({
    canary: 1,
    size: 3,
    soakSeconds: 30,
    maxFailures: 2,
    onFailure: 'undo-host',
    keepUseless: false,
    confirmSeconds: 120,
  });
});

const optionsOf = (...words: readonly string[]): unknown =>
  withChangeOptions(new Command()).addOption(captureOption()).parse(words, { from: 'user' }).opts();

test('times are taken with a unit, or in seconds', () => {
  expect(optionsOf('--soak', '2m', '--confirm', '90', '--capture', '6')).toEqual({
    soak: 120,
    confirm: 90,
    capture: 6,
  });
});

test.each([
  ['--soak', '2d', '2d: expected 0s to 1d'],
  ['--confirm', '4s', '4s: expected 5s to 1h'],
  ['--capture', '0', '0: expected 1s to 5m'],
  ['--capture', '500ms', '500ms: expected a duration such as 30s, 2m, 6h or 1d'],
])('%s %s is refused: no host could keep to it', (option, time, message) => {
  expect(() => optionsOf(option, time)).toThrow(message);
});
