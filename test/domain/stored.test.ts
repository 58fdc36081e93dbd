import { describe, expect, test } from '@jest/globals';
import { isPifUuid } from '../../domain/ids';
import { conflicts, notYet, outstanding, storedMeaning, undoStored, type StoredPlan } from '../../domain/stored';
import { uuid } from './sample-pool';

const object = { kind: 'pif' as const, uuid: uuid(isPifUuid, 1) };
const plan: StoredPlan = { object, was: { tx: null, rx: 'on' }, set: { tx: 'off', rx: 'off' } };

test.each([
  ['on', 'on'],
  ['true', 'on'],
  ['off', 'off'],
  ['false', 'off'],
  ['Off', 'ineffective'],
  ['0', 'ineffective'],
  ['”off”', 'ineffective'],
  ['', 'ineffective'],
])('xapi takes the stored value %p as %s', (value, meaning) => {
  expect(storedMeaning(value)).toBe(meaning);
});

describe('writing a plan', () => {
  test('writes only what differs', () => {
    expect(outstanding(plan, { tx: 'off', rx: 'on' }, [])).toEqual({ object, was: { rx: 'on' }, set: { rx: 'off' } });
    expect(outstanding(plan, { tx: 'off', rx: 'off' }, [])).toBeNull();
  });

  test('takes a value that somebody else changed since for a conflict', () => {
    expect(conflicts(plan, { rx: 'maybe' })).toEqual([{ object, mode: 'rx', expected: 'on', found: 'maybe' }]);
    expect(conflicts(plan, { rx: 'off' })).toEqual([]);
  });

  test('takes a missing key for none: xe removes a key before it sets it, and may die in between', () => {
    expect(conflicts(plan, {})).toEqual([]);
  });

  test('never writes what is in conflict', () => {
    const now = { rx: 'maybe' };
    expect(outstanding(plan, now, conflicts(plan, now))).toEqual({ object, was: { tx: null }, set: { tx: 'off' } });
  });

  test('names what is not as planned', () => {
    expect(notYet(plan, { tx: 'off', rx: 'on' })).toEqual([{ object, mode: 'rx', expected: 'off', found: 'on' }]);
  });
});

test('undoing a plan makes a key that was absent absent again', () => {
  expect(undoStored(plan)).toEqual({ object, was: { tx: 'off', rx: 'off' }, set: { tx: null, rx: 'on' } });
});
