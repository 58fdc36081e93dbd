import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { shareBounds } from '../../domain/share';

test.each([
  ['nothing seen: everything may be true', 0, 0, 0, 1],
  ['one of one proves little', 1, 1, 0.207, 1],
  ['none of a few leaves much open', 0, 20, 0, 0.161],
  ['none of many rules a large share out', 0, 1_000, 0, 0.004],
  ['a third of many', 100, 300, 0.282, 0.388],
])('%s', (_, part, whole, low, high) => {
  const bounds = shareBounds(part, whole);

  expect(bounds.low).toBeCloseTo(low, 3);
  expect(bounds.high).toBeCloseTo(high, 3);
});

test('the share that was seen lies within its bounds, and those within 0 and 1', () => {
  const samples = fc.integer({ min: 1, max: 10_000 }).chain((whole) => fc.tuple(fc.nat(whole), fc.constant(whole)));
  fc.assert(
    fc.property(samples, ([part, whole]) => {
      const { low, high } = shareBounds(part, whole);
      expect(low).toBeGreaterThanOrEqual(0);
      expect(low).toBeLessThanOrEqual(part / whole + 1e-9);
      expect(high).toBeGreaterThanOrEqual(part / whole - 1e-9);
      expect(high).toBeLessThanOrEqual(1);
    }),
  );
});
