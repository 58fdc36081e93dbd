import { expect, test } from '@jest/globals';
import { newestPoolRun, type Journal } from '../../domain/journal';

const journal = (poolRun: string, began: number): Journal => ({ run: `${poolRun}-host`, poolRun, began, part: 'host' });

test('the run that began last, wherever it is remembered', () => {
  expect(newestPoolRun([journal('first', 1), journal('last', 9), journal('middle', 5)])).toBe('last');
  expect(newestPoolRun([])).toBeNull();
});
