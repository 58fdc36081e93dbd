import { describe, expect, test } from '@jest/globals';
import { errorCatalogue } from '../../domain/error-catalogue';
import type { HostFacts, SurveyedHost } from '../../domain/examination';
import { hostPreconditions, type KnownHost } from '../../domain/host-preconditions';
import { noCost } from '../../domain/run';
import { fitHost, hostUuid } from './sample-host-facts';

const surveyed: SurveyedHost = {
  uuid: hostUuid(1),
  name: 'xen-01',
  address: '10.0.0.1',
  live: true,
  enabled: true,
  idleNics: [],
};

const judge = (facts: Partial<HostFacts>, more: Partial<KnownHost> = {}) =>
  hostPreconditions(
    {
      host: surveyed,
      surveyed,
      isCoordinator: false,
      examination: { facts: { ...fitHost, ...facts }, error: null, cost: noCost },
      ...more,
    },
    false,
  );

/** What is not ok, in short. */
const attention = (preconditions: ReturnType<typeof judge>) =>
  preconditions.filter(({ level }) => level !== 'ok').map(({ check, level, message }) => [check, level, message]);

test('a host on which all is well has every check, and each is ok', () => {
  expect(judge({}).map(({ check, level }) => [check, level])).toEqual(
    ['reachable', 'identity', 'xapi', 'enabled', 'root', 'tools', 'clock', 'leftovers', 'room'].map((check) => [
      check,
      'ok',
    ]),
  );
});

describe('a run would be refused, or would fail', () => {
  const noRoom = { writable: false, freeKilobytes: 900_000 };
  const fullRoom = { writable: true, freeKilobytes: 12 };
  const goodRoom = fitHost.room.memory;

  test.each<[string, Partial<HostFacts>, string, string]>([
    [
      'where another host answers',
      { installationUuid: hostUuid(2) },
      'identity',
      `WrongHost: host ${hostUuid(2)} answers at this address`,
    ],
    [
      'on a machine that is no XenServer host, which is said once',
      { installationUuid: null, xapi: { type: 'NotXenServer', message: 'no xe command' } },
      'identity',
      'NotXenServer: no /etc/xensource-inventory that names a host',
    ],
    [
      'where xe does not answer',
      { xapi: { type: 'XapiUnavailable', message: 'xe (pool) failed' } },
      'xapi',
      'XapiUnavailable: xe (pool) failed',
    ],
    ['as another user', { userId: 1000 }, 'root', 'logged in as user 1000, not root'],
    ['without ethtool and awk', { missingTools: ['ethtool', 'awk'] }, 'tools', 'ToolMissing: ethtool, awk'],
    [
      'where its memory cannot be kept',
      { room: { memory: noRoom, temporary: goodRoom } },
      'room',
      'cannot write to /var/lib/xen-offload: no run can change this host',
    ],
    [
      'where the disk is full',
      { room: { memory: fullRoom, temporary: goodRoom } },
      'room',
      '12 kB are free for /var/lib/xen-offload, 10240 kB are wanted: no run can change this host',
    ],
  ])('%s', (_, facts, check, message) => {
    expect(attention(judge(facts))).toEqual([[check, 'trouble', message]]);
  });
});

describe('a run works, and somebody should know', () => {
  test.each<[string, Partial<HostFacts>, string, string]>([
    [
      'where packets cannot be looked at',
      { missingTools: ['tcpdump'] },
      'tools',
      'ToolMissing: tcpdump: packets cannot be looked at; changes work',
    ],
    ['where bash is missing', { missingTools: ['bash'] }, 'tools', 'ToolMissing: bash, which every dom0 has'],
    [
      'where the clock is behind',
      { clockSkewSeconds: -31 },
      'clock',
      "its clock is 31 s behind the worker's, so times in its logs mislead",
    ],
    [
      'where captures have no room',
      { room: { ...fitHost.room, temporary: { writable: false, freeKilobytes: null } } },
      'room',
      'cannot write to the temporary folder: packets cannot be looked at',
    ],
  ])('%s', (_, facts, check, message) => {
    expect(attention(judge(facts))).toEqual([[check, 'warning', message]]);
  });

  test.each<[string, Partial<SurveyedHost>, string]>([
    ['on a host in maintenance', { enabled: false }, 'disabled in xapi: no VM starts there; runs do change it'],
    [
      'on a host that xapi lost, even if it is disabled too',
      { live: false, enabled: false },
      'xapi does not see it alive',
    ],
  ])('%s', (_, more, message) => {
    expect(attention(judge({}, { surveyed: { ...surveyed, ...more } }))).toEqual([['enabled', 'warning', message]]);
  });
});

test('whatever is not ok has a cure, and what is ok has none', () => {
  const all = judge({
    installationUuid: hostUuid(2),
    userId: 1,
    missingTools: ['ethtool', 'tcpdump', 'bash'],
    clockSkewSeconds: 99,
    xapi: { type: 'XapiRefused', message: 'no' },
  });

  expect(all.filter(({ level, cure }) => (level === 'ok') !== (cure === null))).toEqual([]);
});

test('of a host that cannot be looked at there is one line: why, what that means, and the cure of the catalogue', () => {
  const error = { type: 'HostUnreachable', message: 'cannot be reached by SSH' } as const;
  const lost = judge(
    {},
    {
      surveyed: { ...surveyed, live: false },
      isCoordinator: true,
      examination: { facts: null, error, cost: noCost },
    },
  );

  expect(lost).toEqual([
    {
      check: 'reachable',
      level: 'trouble',
      message:
        'HostUnreachable: cannot be reached by SSH; it is the coordinator, so no run can start; xapi does not see it alive either',
      cure: errorCatalogue.HostUnreachable.whatToDo,
    },
  ]);
});

test('a host of which no pool tells is not taken for the wrong one', () => {
  const host = { uuid: null, name: '10.0.0.1', address: 'root@10.0.0.1' };

  expect(attention(judge({}, { host, surveyed: null }))).toEqual([]);
});

test('NICs that nobody uses are told, and are no trouble', () => {
  expect(judge({}, { surveyed: { ...surveyed, idleNics: ['eth3 unmanaged'] } })).toContainEqual({
    check: 'nics',
    level: 'ok',
    message: 'eth3 unmanaged',
    cure: null,
  });
});
