import { expect, test } from '@jest/globals';
import type { ErrorType } from '../../domain/error-catalogue';
import type { HostOutcome } from '../../domain/outcome';
import { canRetry } from '../../domain/unfinished';

const child = { workflowId: 'pool/1/host/1', runId: 'run' };

test.each<[string, HostOutcome, ErrorType | null, typeof child | null, boolean]>([
  ['is as it was to become', 'done', null, child, false],
  ['needed nothing', 'nothing-to-do', null, null, false],
  ['never began', 'not-started', null, null, true],
  ['was held by another run', 'refused', 'HostLocked', child, true],
  ['was held by another run, and not even asked', 'refused', 'HostLocked', null, true],
  ['failed and was taken back', 'rolled-back', 'ModeNotApplied', child, true],
  ['failed before anything was changed on it', 'failed', 'HostUnreachable', child, true],
  ['could not be looked at, so that nothing was planned', 'failed', 'HostUnreachable', null, false],
  ['was taken back since its change did not help', 'rolled-back', 'ChangeUseless', child, false],
  ['has a change that did not help and could not be taken back', 'stuck', 'ChangeUseless', child, true],
])('a host that %s: retry can finish it, or not', (_, outcome, type, run, expected) => {
  expect(canRetry({ outcome, error: type === null ? null : { type, message: 'why' }, run })).toBe(expected);
});
