import { expect, test } from '@jest/globals';
import type { HostFacts } from '../../domain/examination';
import { leftoverPreconditions } from '../../domain/leftover-preconditions';

type Leftovers = Pick<HostFacts, 'lock' | 'journals'>;

const journal = (run: string, deadManSwitch: 'armed' | 'fired' | 'none') => ({ run, deadManSwitch });

test.each<[string, Leftovers, boolean, [string, string][]]>([
  ['nothing', { lock: null, journals: [] }, false, [['ok', 'nothing left of earlier runs']]],
  [
    'journals, which are there to roll back by',
    { lock: null, journals: [journal('r1', 'none'), journal('r2', 'none')] },
    false,
    [['ok', '2 journals of earlier runs']],
  ],
  [
    'a lock in force',
    { lock: { run: 'r1', secondsLeft: 100 }, journals: [journal('r1', 'none')] },
    false,
    [['trouble', 'HostLocked: /var/lib/xen-offload/lock is held by run r1 for 100 s more']],
  ],
  [
    'a lock in force, while a change of the pool is under way',
    { lock: { run: 'r1', secondsLeft: 100 }, journals: [] },
    true,
    [['warning', 'HostLocked: /var/lib/xen-offload/lock is held by run r1 for 100 s more']],
  ],
  [
    'a lock in its last second',
    { lock: { run: 'r1', secondsLeft: 0 }, journals: [] },
    false,
    [['trouble', 'HostLocked: /var/lib/xen-offload/lock is held by run r1 for 0 s more']],
  ],
  [
    'an expired lock',
    { lock: { run: 'r1', secondsLeft: -7 }, journals: [] },
    false,
    [['warning', 'lock of run r1 expired 7 s ago']],
  ],
  [
    'a lock that never ends',
    { lock: { run: '', secondsLeft: null }, journals: [] },
    false,
    [['trouble', 'HostLocked: /var/lib/xen-offload/lock is held by a run that died before it wrote its name for ever']],
  ],
  [
    'the lock and the armed switch of one run, in one line',
    { lock: { run: 'r1', secondsLeft: 100 }, journals: [journal('r1', 'armed')] },
    false,
    [
      [
        'trouble',
        'HostLocked: /var/lib/xen-offload/lock is held by run r1 for 100 s more, its dead man’s switch is armed',
      ],
    ],
  ],
  [
    'an armed switch without a lock, and one that fired',
    { lock: null, journals: [journal('r1', 'armed'), journal('r2', 'fired'), journal('r3', 'none')] },
    false,
    [
      ['warning', 'a dead man’s switch of run r1 is armed: the host may take that change back'],
      ['warning', 'DeadManFired: the host took the change of run r2 back by itself'],
    ],
  ],
])('%s', (_, leftovers, changeUnderWay, told) => {
  const found = leftoverPreconditions(leftovers, changeUnderWay);

  expect(found.map(({ level, message }) => [level, message])).toEqual(told);
  expect(found.filter(({ level, cure }) => (level === 'ok') !== (cure === null))).toEqual([]);
});
