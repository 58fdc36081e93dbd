import { describe, expect, test } from '@jest/globals';
import type { Cure, CureAnswer } from '../../domain/cure';
import type { ErrorType } from '../../domain/error-catalogue';
import type { HostOutcome } from '../../domain/outcome';
import { hostRef } from '../../domain/inventory';
import { canRetry, leftToDo } from '../../domain/unfinished';
import { host, nic } from './sample-pool';

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
  const end = { host: hostRef(host(1)), outcome, error: type === null ? null : { type, message: 'why' }, run };

  expect(canRetry(end, null)).toBe(expected);
});

describe('what is left to do of a plan for two NICs', () => {
  const [eth0, eth1] = [nic(1, 1, 'eth0'), nic(2, 1, 'eth1')];
  const live = [eth0, eth1].map(({ device }) => ({ device, was: { tx: 'on' as const }, set: { tx: 'off' as const } }));
  const cure = ({ uuid, device }: typeof eth0, answer: CureAnswer, takenBack: boolean): Cure => ({
    ...{ nic: uuid, device, mode: 'tx', answer, because: 'seen', onTrial: true, takenBack },
  });
  const left = (outcome: HostOutcome, cures: readonly Cure[]) => {
    const end = { host: hostRef(host(1)), outcome, error: null, run: child, cures };
    return leftToDo({ live, stored: [], proofs: [] }, end).live.map(({ device }) => device);
  };

  test.each<[string, HostOutcome, readonly Cure[], readonly string[]]>([
    ['whole, where nothing was begun', 'not-started', [], ['eth0', 'eth1']],
    ['what nobody listened to', 'done', [cure(eth0, 'cured', false), cure(eth1, 'unheard', true)], ['eth1']],
    ['nothing of what did not help', 'done', [cure(eth0, 'cured', false), cure(eth1, 'useless', true)], []],
    [
      'what helped, and was taken back with the pool',
      'rolled-back',
      [cure(eth0, 'cured', true), cure(eth1, 'useless', true)],
      ['eth0'],
    ],
    [
      'what did not help least of all where it could not be taken back',
      'stuck',
      [cure(eth1, 'useless', false)],
      ['eth0'],
    ],
  ])('is %s', (_, outcome, cures, devices) => {
    expect(left(outcome, cures)).toEqual(devices);
  });

  test.each<[string, HostOutcome, readonly Cure[], boolean]>([
    ['there is something', 'done', [cure(eth0, 'cured', false), cure(eth1, 'unheard', true)], true],
    ['there is nothing more', 'done', [cure(eth0, 'cured', false), cure(eth1, 'useless', true)], false],
    [
      'none of it helped, whatever else went wrong',
      'rolled-back',
      [eth0, eth1].map((each) => cure(each, 'useless', true)),
      false,
    ],
    [
      'none of it helped, and some could not be taken back',
      'stuck',
      [eth0, eth1].map((each) => cure(each, 'useless', false)),
      true,
    ],
  ])('is offered to retry, or not, where %s', (_, outcome, cures, expected) => {
    const end = { host: hostRef(host(1)), outcome, error: null, run: child, cures };

    expect(canRetry(end, { live, stored: [] })).toBe(expected);
  });
});
