import { expect, test } from '@jest/globals';
import { sendings, type TrafficPlan } from '../../../lab/namespaces/traffic-plan';

test('every host sends to the next one, the last to the first', () => {
  expect(sendings([1, 2, 3], {})).toEqual([
    { from: 1, to: 2, bulkTo: null },
    { from: 2, to: 3, bulkTo: null },
    { from: 3, to: 1, bulkTo: null },
  ]);
});

test('the ring closes around idle hosts, and bulk comes besides', () => {
  expect(sendings([1, 2, 3, 4], { idle: [2, 4], bulk: { from: 3, to: 1 } })).toEqual([
    { from: 1, to: 3, bulkTo: null },
    { from: 3, to: 1, bulkTo: 1 },
  ]);
});

test.each<[TrafficPlan, string]>([
  [{ idle: [9] }, 'the lab has no host 9'],
  [{ bulk: { from: 1, to: 9 } }, 'the lab has no host 9'],
  [{ idle: [2], bulk: { from: 1, to: 2 } }, 'an idle host neither sends nor receives'],
])('%j cannot be: %s', (plan, why) => {
  expect(() => sendings([1, 2, 3], plan)).toThrow(why);
});
