import { expect, test } from '@jest/globals';
import { arrivalOf, type Arrival } from '../../domain/arrival';

test.each<[string, number, number, Arrival]>([
  ['all bad', 20, 20, 'damaged'],
  ['one of ten bad: only what the NIC cut into segments', 200, 20, 'damaged'],
  ['a stray in many', 1_000, 1, 'whole'],
  ['none bad, enough seen', 100, 0, 'whole'],
  ['none bad, hardly any seen', 5, 0, 'unclear'],
  ['four bad are too few to say', 4, 4, 'unclear'],
  ['a few strays among few packets are no damage', 54, 3, 'unclear'],
  ['more than a stray share, and not surely damage', 200, 4, 'unclear'],
])('%s', (_, judged, bad, arrival) => {
  expect(arrivalOf({ judged, bad })).toBe(arrival);
});
