import { expect, test } from '@jest/globals';
import { parseJournals } from '../../parse/journals';

test('a journal a line, of hosts and of objects that belong to none', () => {
  expect(parseJournals('run-1 pool-1 1700000000 host\nrun-2 pool-1 1700000009 slice\n')).toEqual([
    { run: 'run-1', poolRun: 'pool-1', began: 1_700_000_000, part: 'host' },
    { run: 'run-2', poolRun: 'pool-1', began: 1_700_000_009, part: 'slice' },
  ]);
});

test('no journals are an empty text', () => {
  expect(parseJournals('\n')).toEqual([]);
});

test.each(['run-1 pool-1 1700000000', 'run-1 pool-1 yesterday host', 'run-1 pool-1 1 vm'])(
  'a line of another shape is not guessed: %s',
  (line) => {
    expect(() => parseJournals(line)).toThrow('not a journal');
  },
);
