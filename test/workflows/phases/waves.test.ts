import { expect, test } from '@jest/globals';
import type { ErrorFacts } from '../../../domain/errors';
import type { HostOutcome } from '../../../domain/outcome';
import { failures } from '../../../workflows/phases/waves';

const useless: ErrorFacts = { type: 'ChangeUseless', message: 'eth1 useless', host: 'host-1' };
const unplanned: ErrorFacts = { type: 'NotPlanned', message: 'nothing planned', host: 'host-1' };
const unheard: ErrorFacts = { ...useless, message: 'eth1 unheard' };
const lostLink: ErrorFacts = { type: 'DeadManFired', message: 'not confirmed', host: 'host-1' };

test.each<[string, HostOutcome, ErrorFacts | null, number]>([
  ['a host that was changed', 'done', null, 0],
  ['a host that never began', 'not-started', null, 0],
  ['a host taken back after a failure', 'rolled-back', lostLink, 1],
  ['a host that a retry has no plan for', 'failed', unplanned, 0],
  ['a change that did not help, taken back', 'rolled-back', useless, 0],
  ['a change that did not help and could not be taken back', 'stuck', useless, 1],
  ['a change on trial that nobody listened to, taken back', 'rolled-back', unheard, 0],
])('against the limit of failures counts %s: %s', (_, outcome, error, count) => {
  expect(failures([{ outcome, error, run: null }])).toBe(count);
});
