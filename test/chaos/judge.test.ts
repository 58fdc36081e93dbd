import { expect, test } from '@jest/globals';
import { judge } from '../../chaos/judge';
import { sliceName } from '../../chaos/pool-parts';
import type { HostOutcome } from '../../domain/outcome';
import type { ChangeResult } from '../../domain/pool-run';

const parts = (state: string): ReadonlyMap<string, string> => new Map([[sliceName, state]]);

const claiming = (outcome: HostOutcome): ChangeResult => ({
  command: 'remediate',
  outcome: 'done',
  hosts: [],
  slice: { outcome, error: null, run: null },
  throughput: null,
});

test.each<[string, HostOutcome, string]>([
  ['new', 'done', 'true'],
  ['old', 'done', 'false'],
  ['half', 'done', 'false'],
  ['old', 'rolled-back', 'true'],
  ['new', 'rolled-back', 'false'],
  ['half', 'rolled-back', 'false'],
  ['new', 'failed', 'false'],
  ['half', 'nothing-to-do', 'false'],
  ['half', 'stuck', 'unfinished'],
  ['new', 'lost', 'unfinished'],
  ['old', 'stuck', 'true'],
])('a part that is %s and was said to be %s: %s', (state, claim, verdict) => {
  const [judged] = judge(parts('old'), parts('new'), parts(state), claiming(claim));
  expect(judged?.verdict).toBe(verdict);
});

test('a run that failed as a whole claims that nothing was changed', () => {
  expect(judge(parts('old'), parts('new'), parts('new'), null)[0]?.verdict).toBe('false');
});
