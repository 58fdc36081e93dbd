import { describe, expect, test } from '@jest/globals';
import { chosenPolicy, chosenScope, waveSettings } from '../../client/options';

describe('the policy of a run', () => {
  const custom = { kind: 'custom' as const, pif: { tx: 'off' as const }, vif: {} };

  test.each([
    ['the named one', 'classic', null, { kind: 'classic' }],
    ['the named one, although another is configured', 'guests', custom, { kind: 'guests' }],
    ['the configured one where none is named', undefined, custom, custom],
    ['the configured custom one', 'custom', custom, custom],
  ])('is %s', (_, named, configured, expected) => {
    expect(chosenPolicy(named, configured)).toEqual(expected);
  });

  test.each([
    ['none is named or configured', undefined, null],
    ['evidence is asked for', 'evidence', null],
    ['evidence is configured', undefined, { kind: 'evidence' as const }],
    ['custom is named and not configured', 'custom', null],
  ])('is refused where %s', (_, named, configured) => {
    expect(() => chosenPolicy(named, configured)).toThrow(/--policy/);
  });
});

test('--local and --stored choose the scope, and exclude each other', () => {
  expect([chosenScope({}), chosenScope({ local: true }), chosenScope({ stored: true })]).toEqual([
    'both',
    'live',
    'stored',
  ]);
  expect(() => chosenScope({ local: true, stored: true })).toThrow('exclude each other');
});

test('flags win over the configuration, which wins over the defaults', () => {
  expect(waveSettings({ maxFailures: 2 }, { maxFailures: 1, size: 3 })).toEqual({
    canary: 1,
    size: 3,
    soakSeconds: 30,
    maxFailures: 2,
    confirmSeconds: 120,
  });
});
