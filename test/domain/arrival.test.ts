import { expect, test } from '@jest/globals';
import { arrivalOf, type Arrival } from '../../domain/arrival';

test.each<[string, number, number, Arrival]>([
  ['all bad', 20, 20, 'damaged'],
  ['one of ten bad: only what the NIC cut into segments', 200, 20, 'damaged'],
  ['a stray in many', 1_000, 1, 'whole'],
  ['none bad, enough seen', 100, 0, 'whole'],
  ['none bad, hardly any seen', 5, 0, 'unclear'],
  ['two bad are too few to say', 2, 2, 'unclear'],
])('%s', (_, judged, bad, arrival) => {
  expect(arrivalOf({ judged, bad })).toBe(arrival);
});
