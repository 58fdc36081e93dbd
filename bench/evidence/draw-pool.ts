import type { Chance } from '../../chaos/chance';
import { isHostUuid, isPoolUuid } from '../../domain/ids';
import type { Host } from '../../domain/inventory';
import { namedMac } from '../../lab/standin/pool/named-chance';
import { drawIdleNic, drawUplink, type Segment, type Uplink } from './draw-uplink';
import { drawVif } from './draw-vif';
import { networkOf, uuidOf } from './drawn-names';
import type { DrawnPool, Station } from './drawn-pool';

/** Draws 3 to 10 hosts on 1 to 3 segments: NICs, bonds, VLANs, guests, neighbours outside the pool, and idle NICs. */
export function drawPool(seed: string, chance: Chance): DrawnPool {
  const hosts = Array.from({ length: chance.between(3, 10) }, (_, index) => hostOf(seed, index + 1));
  const segments = Array.from({ length: chance.between(1, 3) }, (_, number): Segment => {
    const tag = chance.happens(40) ? 40 + number : null;
    return { number, mtu: chance.pick([1500, 1500, 1500, 1500, 1500, 9000]), tag };
  });
  const uplinks = hosts.flatMap((host) => drawUplinks(seed, chance, host, segments));
  const inside = uplinks.flatMap(({ stations }) => stations);
  const outside = segments.flatMap((segment) => drawOutside(seed, chance, segment));
  const [coordinator] = hosts;
  if (coordinator === undefined) throw new Error('a pool without hosts');
  return {
    inventory: {
      pool: { uuid: uuidOf(seed, isPoolUuid, 'pool'), name: seed, coordinator: coordinator.uuid, haEnabled: false },
      hosts,
      pifs: uplinks.flatMap(({ pifs }) => pifs),
      vifs: [...uplinks.flatMap(({ vifs }) => vifs), drawVif(seed, null, 'halted', networkOf(seed, 'segment 0'))],
      templateVifs: [],
      vmNames: {},
      networkNames: {},
    },
    nics: uplinks.flatMap(({ nics }) => nics),
    stations: [...inside, ...outside].map((station, index) => ({ ...station, number: index + 1 })),
    uncaptured: new Set(hosts.filter(() => chance.happens(4)).map(({ uuid }) => uuid)),
  };
}

function hostOf(seed: string, number: number): Host {
  const name = `host-${String(number)}`;
  return { uuid: uuidOf(seed, isHostUuid, name), name, address: `10.0.0.${String(number)}`, live: true };
}

/** A host's NICs are numbered through all segments; the last may be one that nothing is plugged into. */
function drawUplinks(seed: string, chance: Chance, host: Host, segments: readonly Segment[]): readonly Uplink[] {
  let eth = 0;
  const nextDevice = (): string => `eth${String(eth++)}`;
  const wired = segments
    .filter(({ number }) => number === 0 || !chance.happens(10))
    .map((segment) => drawUplink(seed, chance, host, segment, nextDevice));
  return chance.happens(25) ? [...wired, drawIdleNic(seed, chance, host, nextDevice())] : wired;
}

/** A router, whose packets are of the usual length, and storage boxes, whose are as long as the segment's. */
function drawOutside(seed: string, chance: Chance, { number, mtu, tag }: Segment): readonly Omit<Station, 'number'>[] {
  return Array.from({ length: chance.between(1, 3) }, (_, index) => ({
    kind: 'outside',
    mac: namedMac(seed, `outside ${String(number)}/${String(index)}`),
    segment: number,
    vlan: chance.happens(30) ? tag : null,
    host: null,
    nic: null,
    offloads: false,
    mtu: index === 0 ? 1500 : mtu,
  }));
}
