import { expect, test } from '@jest/globals';
import { carry } from '../../../bench/evidence/carry';
import { drawPool } from '../../../bench/evidence/draw-pool';
import { drawTraffic } from '../../../bench/evidence/draw-traffic';
import type { Fault } from '../../../bench/evidence/fault';
import { frameOf } from '../../../bench/evidence/frame';
import type { TimedPacket } from '../../../bench/evidence/packet';
import { Chance } from '../../../chaos/chance';

function carried(seed: number, fault: Fault = { kind: 'none' }) {
  const chance = new Chance(String(seed));
  const pool = drawPool(String(seed), chance);
  return { pool, ...carry(pool, drawTraffic(pool, chance), fault, chance) };
}

const seeds = [1, 2, 3, 4, 5];
const linkBytes = 18;
const states = (packets: readonly TimedPacket[]): ReadonlySet<string> =>
  new Set(packets.map(({ packet }) => packet.checksum));

test('a seed draws the same captures again, another one others', () => {
  const [first, again, other] = [1, 1, 2].map((seed) => JSON.stringify([...carried(seed).captures]));
  expect(again === first).toBe(true);
  expect(other === first).toBe(false);
});

test.each(seeds)(
  'without faults only merged and unfilled checksums are not right, where offloads are on: %i',
  (seed) => {
    const { pool, captures } = carried(seed);
    for (const { pif, tx, gro } of pool.nics) {
      const { in: received, out } = captures.get(pif.uuid) ?? { in: [], out: [] };
      if (!tx) expect(states(out)).not.toContain('partial');
      if (!gro) expect(states(received)).not.toContain('partial');
      for (const all of [received, out]) expect(states(all)).not.toContain('wrong');
    }
  },
);

test('frames longer than the MTU are there in both directions, and none is longer than IP can be', () => {
  const both = seeds.flatMap((seed) => {
    const { pool, captures } = carried(seed);
    return pool.nics.flatMap(({ pif }) => {
      const { in: received, out } = captures.get(pif.uuid) ?? { in: [], out: [] };
      return [received, out].map((all) => ({
        mtu: pif.mtu,
        bytes: Math.max(0, ...all.map(({ packet }) => frameOf(packet).length)),
      }));
    });
  });
  expect(both.filter(({ mtu, bytes }) => bytes > mtu + linkBytes).length).toBeGreaterThan(10);
  expect(Math.max(...both.map(({ bytes }) => bytes))).toBeLessThanOrEqual(65_535 + linkBytes + 40);
});

test('a NIC that sends damage shows none of it itself: only those that hear it do', () => {
  const { pool, arrivals: heard } = carried(1);
  const sender = heard.find((each) => each.sender !== null && each.checked > 50)?.sender ?? null;
  if (sender === null) throw new Error('nobody sends');
  const fault: Fault = { kind: 'sender', nics: [sender], perMille: 1_000, fills: 'wrong' };
  const { captures, arrivals } = carried(1, fault);

  expect(states(captures.get(sender)?.out ?? [])).not.toContain('wrong');
  expect(arrivals.filter(({ bad }) => bad > 0).every((each) => each.sender === sender)).toBe(true);
  expect(arrivals.some(({ bad }) => bad > 50)).toBe(true);
  expect(pool.nics.length).toBeGreaterThan(2);
});
