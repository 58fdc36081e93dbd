import { expect, test } from '@jest/globals';
import { waveSettings } from '../../client/options';

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
