import { expect, test } from '@jest/globals';
import type { NicDetection } from '../../domain/inspection';
import { sightingsByNic, sightingsOf } from '../../domain/sightings';
import { heard, saw } from './sample-detection';
import { nic } from './sample-pool';

const [own, guest] = ['02:00:00:00:00:02', '02:00:00:00:01:02'];
const [receiver, sender] = [nic(1, 1, 'eth1').uuid, nic(2, 2, 'eth1').uuid];

/** What counts of one address, given what its NIC was seen to send. */
const leftToNic = (mac: string, sent: NicDetection['sent']) =>
  sightingsOf(
    [
      { nic: receiver, seen: heard({ [own]: { judged: 300, bad: 30 }, [guest]: { judged: 200, bad: 1 } }) },
      { nic: sender, seen: saw({ sent }) },
    ],
    () => ({ kind: 'nic', nic: sender, guest: null }),
  ).find((each) => each.sender === mac)?.leftToNic;

const filledIn = { judged: 100, bad: 100 };

test.each<[string, string, NicDetection['sent'], { judged: number; bad: number }]>([
  ['all where the NIC fills all sums in', own, { [own]: filledIn }, { judged: 300, bad: 30 }],
  ['the share that is left to the NIC', own, { [own]: { judged: 100, bad: 50 } }, { judged: 150, bad: 30 }],
  [
    'nothing of a guest that computes its own sums',
    guest,
    { [own]: filledIn, [guest]: { judged: 90, bad: 0 } },
    { judged: 0, bad: 0 },
  ],
  ['all where tx is off', own, { [own]: { judged: 100, bad: 0 } }, { judged: 300, bad: 30 }],
  [
    'all where tx is off, and a stray was sent',
    own,
    { [own]: { judged: 300, bad: 0 }, [guest]: { judged: 50, bad: 1 } },
    { judged: 300, bad: 30 },
  ],
  [
    'no more bad ones than were left to the NIC',
    own,
    { [own]: { judged: 600, bad: 2 }, [guest]: filledIn },
    { judged: 1, bad: 1 },
  ],
  ['all where the sender was not captured on', own, {}, { judged: 300, bad: 30 }],
])('of what is heard counts %s', (_, mac, sent, expected) => {
  expect(leftToNic(mac, sent)).toEqual(expected);
});

test('addresses behind one NIC are added up; what a NIC hears of itself is left out', () => {
  const captured = [
    { nic: receiver, seen: heard({ [own]: { judged: 300, bad: 30 }, [guest]: { judged: 200, bad: 1 } }) },
    { nic: sender, seen: heard({ [own]: { judged: 9, bad: 0 } }) },
  ];
  const sightings = sightingsOf(captured, () => ({ kind: 'nic', nic: sender, guest: null }));

  expect(sightingsByNic(sightings)).toEqual([{ sender, receiver, counts: { judged: 500, bad: 31 } }]);
});
