import { describe, expect, test } from '@jest/globals';
import { chosenPolicy, chosenScope, waveSettings, type PolicyName } from '../../client/options';
import type { Policy } from '../../domain/policy';

describe('the policy of a run', () => {
  const custom = { kind: 'custom' as const, pif: { tx: 'off' as const }, vif: {} };

  test.each<[string, PolicyName | undefined, Policy | null, Policy]>([
    ['the named one', 'classic', null, { kind: 'classic' }],
    ['the named one, although another is configured', 'guests', custom, { kind: 'guests' }],
    ['the configured one where none is named', undefined, custom, custom],
    ['the configured custom one', 'custom', custom, custom],
    ['what the evidence proves, where nothing is said', undefined, null, { kind: 'evidence' }],
  ])('is %s', (_, named, configured, expected) => {
    expect(chosenPolicy(named, configured)).toEqual(expected);
  });

  test('is refused where custom is named and not configured', () => {
    expect(() => chosenPolicy('custom', null)).toThrow(/--policy/);
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
    onFailure: 'undo-host',
    confirmSeconds: 120,
  });
});
