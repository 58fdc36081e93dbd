import { expect, test } from '@jest/globals';
import { outcomeExitCodes } from '../../domain/exit-codes';
import { changeOutcome, type HostOutcome } from '../../domain/outcome';

test.each<[HostOutcome[], boolean, string, number]>([
  [['done', 'done'], false, 'done', 0],
  [['done', 'nothing-to-do'], false, 'done', 0],
  [['nothing-to-do', 'nothing-to-do'], false, 'nothing-to-do', 0],
  [['done', 'rolled-back'], false, 'partly-failed', 3],
  [['done', 'failed', 'not-started'], false, 'partly-failed', 3],
  [['rolled-back', 'not-started'], false, 'rolled-back', 3],
  [['failed', 'not-started'], false, 'failed', 1],
  [['refused', 'not-started'], false, 'refused', 4],
  [['done', 'stuck'], false, 'stuck', 5],
  [['lost', 'done'], false, 'stuck', 5],
  [['done', 'rolled-back', 'not-started'], true, 'cancelled', 3],
  [['done', 'stuck'], true, 'stuck', 5],
])('hosts that ended %p (cancelled: %p) make a run %s, exit code %i', (hosts, cancelled, outcome, exitCode) => {
  expect(changeOutcome(hosts, cancelled)).toBe(outcome);
  expect(outcomeExitCodes[changeOutcome(hosts, cancelled)]).toBe(exitCode);
});
