import { describe, expect, test } from '@jest/globals';
import { chosenPolicy, chosenScope, type PolicyName } from '../../client/policy-options';
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
    expect(chosenPolicy(named === undefined ? {} : { policy: named }, configured)).toEqual(expected);
  });

  test('is refused where custom is named and not configured', () => {
    expect(() => chosenPolicy({ policy: 'custom' }, null)).toThrow(/--policy/);
  });

  test('is on trial where that is asked for, which goes with evidence alone', () => {
    expect(chosenPolicy({ trial: true }, null)).toEqual({ kind: 'evidence', trial: true });
    expect(() => chosenPolicy({ trial: true }, custom)).toThrow('--trial');
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

test('--trial needs live changes', () => {
  expect(chosenScope({ local: true, trial: true })).toBe('live');
  expect(() => chosenScope({ stored: true, trial: true })).toThrow('--trial needs live changes');
});
