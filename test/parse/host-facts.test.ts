import { describe, expect, test } from '@jest/globals';
import { parseHostFacts } from '../../parse/host-facts';
import type { Section } from '../../parse/sections';
import { fitHost } from '../domain/sample-host-facts';

const asking = { startedAtMs: 1_000_000, endedAtMs: 1_000_900 };
const uuid = '00000000-0000-0000-0000-000000000001';

const texts = {
  clock: '1000',
  user: '0',
  'installation-uuid': uuid,
  missing: '',
  'ethtool-version': 'ethtool version 4.19',
  'tcpdump-version': 'tcpdump version 4.9.2\nlibpcap version 1.5.3',
  lock: '',
  journals: '',
  'memory-room': 'writable\n900000',
  'temporary-room': 'writable\n900000',
};

const poolRecord = `uuid ( RO)          : ${uuid}\n         master ( RO): ${uuid}\n     ha-enabled ( RO): false\n`;

const facts = (more: Partial<typeof texts>, pool: Pick<Section, 'text' | 'status'> = { text: poolRecord, status: 0 }) =>
  parseHostFacts(
    [
      ...Object.entries({ ...texts, ...more }).map(([name, text]) => ({ name, argument: null, text, status: null })),
      { name: 'pool', argument: null, ...pool },
    ],
    asking,
  );

test('a host that is fit', () => {
  expect(facts({})).toEqual({ ...fitHost, installationUuid: uuid });
});

test.each<[string, Partial<typeof texts>, object]>([
  ['no XenServer host', { 'installation-uuid': '' }, { installationUuid: null }],
  ['missing tools', { missing: 'ethtool\nawk\n' }, { missingTools: ['ethtool', 'awk'] }],
  [
    'the versions of CentOS 5, told with the help',
    { 'ethtool-version': 'ethtool version 6', 'tcpdump-version': 'tcpdump version 3.9.4\nlibpcap version 0.9.4' },
    { versions: { ethtool: '6', tcpdump: '3.9.4' } },
  ],
  [
    'no version',
    { 'ethtool-version': '--version Show version number' },
    { versions: { ethtool: null, tcpdump: '4.9.2' } },
  ],
  ['a clock that is ahead', { clock: '1500' }, { clockSkewSeconds: 499 }],
  ['a lock in force', { lock: 'held\nrun r1\nexpires 1060\n' }, { lock: { run: 'r1', secondsLeft: 60 } }],
  ['an expired lock', { lock: 'held\nrun r1\nexpires 990\n' }, { lock: { run: 'r1', secondsLeft: -10 } }],
  [
    'a lock of a run that died in between',
    { lock: 'held\nrun \nexpires \n' },
    { lock: { run: '', secondsLeft: null } },
  ],
  [
    'journals',
    { journals: 'none r1\narmed r2\nfired a name\n' },
    {
      journals: [
        { run: 'r1', deadManSwitch: 'none' },
        { run: 'r2', deadManSwitch: 'armed' },
        { run: 'a name', deadManSwitch: 'fired' },
      ],
    },
  ],
  [
    'a folder that cannot be written to, without df',
    { 'memory-room': '' },
    { room: { memory: { writable: false, freeKilobytes: null } } },
  ],
])('%s', (_, more, expected) => {
  expect(facts(more)).toMatchObject(expected);
});

describe('an xe that does not answer is told, and hides nothing else', () => {
  test.each<[string, Pick<Section, 'text' | 'status'>, string]>([
    ['xe is missing', { text: 'xe: not found', status: 127 }, 'NotXenServer'],
    ['xapi starts', { text: 'The host toolstack is still initialising. Please wait.', status: 1 }, 'XapiUnavailable'],
    ['it is not allowed', { text: 'RBAC permission denied.', status: 1 }, 'XapiRefused'],
    ['there is no pool', { text: '', status: 0 }, 'OutputNotUnderstood'],
  ])('%s', (_, pool, type) => {
    expect(facts({}, pool)).toMatchObject({ userId: 0, xapi: { type } });
  });
});

test.each([
  ['a clock', { clock: 'date: not found' }],
  ['a user', { user: '' }],
  ['a journal', { journals: 'lost r1' }],
])('%s that cannot be read for certain is not guessed', (_, more) => {
  expect(() => facts(more)).toThrow('host script');
});
