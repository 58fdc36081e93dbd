import { expect, test } from '@jest/globals';
import type { Arrivals } from '../../../bench/evidence/carry';
import type { Fault } from '../../../bench/evidence/fault';
import { truthOf, type Truth } from '../../../bench/evidence/truth';
import { nic } from '../../domain/sample-pool';

const [a, b, c] = [nic(1, 1, 'eth0').uuid, nic(2, 2, 'eth0').uuid, nic(3, 3, 'eth0').uuid];
const stranger = '0a:00:00:00:00:99';

/** What arrived at one NIC of what another one sent. */
const from = (sender: typeof a | null, receiver: typeof a, checked: number, bad: number): Arrivals => ({
  mac: stranger,
  sender,
  receiver,
  checked,
  bad,
});

const sends: Fault = { kind: 'sender', nics: [a], perMille: 1_000, fills: 'wrong' };
const hears: Fault = { kind: 'receiver', nic: c, perMille: 1_000 };
const outside: Fault = { kind: 'outside sender', mac: stranger, perMille: 1_000 };

const findable = (truth: Truth): number =>
  truth.findable.size + (truth.receiver?.findable === true ? 1 : 0) + (truth.outside?.heardDamagedAt.length ?? 0);

test.each<[string, Fault, Arrivals[], number]>([
  ['a sender beside one that arrives whole', sends, [from(a, c, 60, 60), from(b, c, 60, 0)], 1],
  ['not a sender with nobody to compare with', sends, [from(a, c, 60, 60)], 0],
  ['not a sender beside one that is hardly heard', sends, [from(a, c, 60, 60), from(b, c, 20, 0)], 0],
  ['not a sender that arrives whole elsewhere', sends, [from(a, c, 60, 60), from(b, c, 60, 0), from(a, b, 60, 0)], 0],
  ['not a sender of a few bad packets', sends, [from(a, c, 9, 9), from(b, c, 60, 0)], 0],
  [
    'a sender by packets of several addresses',
    sends,
    [from(a, c, 5, 5), from(a, c, 5, 5), from(b, c, 30, 0), from(b, c, 30, 0)],
    1,
  ],
  [
    'a receiver of two senders that are whole elsewhere',
    hears,
    [from(a, c, 60, 60), from(b, c, 60, 60), from(a, b, 60, 0), from(b, a, 60, 0)],
    1,
  ],
  ['not a receiver of senders heard nowhere else', hears, [from(a, c, 60, 60), from(b, c, 60, 60)], 0],
  ['a stranger', outside, [from(null, c, 60, 60), from(b, c, 60, 0)], 1],
])('%s can be found', (_, fault, arrivals, count) => {
  expect(findable(truthOf(fault, arrivals, new Set([a, b, c])))).toBe(count);
});

test('what was heard by a NIC whose capture failed proves nothing', () => {
  const arrivals = [from(a, c, 60, 60), from(b, c, 60, 0)];
  expect(findable(truthOf(sends, arrivals, new Set([a, b])))).toBe(0);
});
