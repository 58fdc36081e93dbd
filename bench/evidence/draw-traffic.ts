import type { Chance } from '../../chaos/chance';
import type { DrawnPool, Station } from './drawn-pool';
import { everybody, segmentBytes, type Content, type Packet } from './packet';

/** Packets from one station to another, or to everybody on its segment, as they are on the wire when nothing is broken. */
export interface Flow {
  readonly from: Station;
  /** Null for everybody. */
  readonly to: Station | null;
  readonly packets: readonly Packet[];
  /** Full segments of one TCP connection: what TSO cuts up and GRO merges. */
  readonly isBulk: boolean;
}

/** Packets that a NIC may receive: a capture takes no more than limits.capturePackets, and all of them should count. */
const receivedAtMost = 800;

/** Draws who talks to whom, how much and what; how dense it is differs from pool to pool. */
export function drawTraffic({ stations }: DrawnPool, chance: Chance): readonly Flow[] {
  const percent = chance.pick([5, 10, 20, 40, 80]);
  const pairs = stations.flatMap((from) => stations.flatMap((to) => (canTalk(from, to) ? [{ from, to }] : [])));
  const received = new Map<string, number>();
  const flows: Flow[] = [];
  for (const { from, to } of shuffled(pairs, chance)) {
    if (!chance.happens(percent)) continue;
    const flow = drawFlow(from, to, drawCount(chance), chance);
    const sum = (received.get(to.nic ?? '') ?? 0) + flow.packets.length;
    if (to.nic !== null && sum > receivedAtMost) continue;
    received.set(to.nic ?? '', sum);
    flows.push(flow);
  }
  const announced = stations.filter(() => chance.happens(15)).map((from) => announcement(from, chance));
  return [...flows, ...announced, ...administration(stations, chance)];
}

/** Whose packets pass a NIC on their way: not those within one host, nor those between strangers. */
function canTalk(from: Station, to: Station): boolean {
  const sameWire = from.segment === to.segment && from.vlan === to.vlan;
  return sameWire && from.host !== to.host;
}

/** Some senders are heard too little to say anything of them. */
function drawCount(chance: Chance): number {
  const percentile = chance.between(1, 100);
  if (percentile <= 10) return chance.between(1, 10);
  return percentile <= 30 ? chance.between(11, 60) : chance.between(60, 160);
}

type Draw = (chance: Chance, bulkBytes: number) => { readonly content: Content; readonly checksum?: 'none' };

const pageText = 'HTTP/1.1 200 OK\r\nX-Note: cksum 0x1 (incorrect -> 0x2)\r\n\r\nthe sum is incorrect\r\n';
const small: Draw = (chance) => ({ content: { kind: 'tcp', bytes: chance.between(0, 400), port: 3260 } });
const udp: Draw = (chance) => ({ content: { kind: 'udp', bytes: chance.between(1, 400), port: 5001 } });

const kinds: Readonly<Record<string, Draw>> = {
  bulk: (_, bytes) => ({ content: { kind: 'tcp', bytes, port: 2049 } }),
  small,
  udp,
  ping: () => ({ content: { kind: 'icmp', bytes: 56, port: 0 } }),
  mixed: (chance) =>
    chance.pick<Draw>([
      small,
      udp,
      () => ({ content: { kind: 'http', text: pageText } }),
      () => ({ content: { kind: 'fragment', bytes: 200, port: 0 } }),
      () => ({ content: { kind: 'udp', bytes: 120, port: 4789 }, checksum: 'none' }),
    ])(chance, 0),
};

function drawFlow(from: Station, to: Station, count: number, chance: Chance): Flow {
  const version = chance.happens(25) ? 6 : 4;
  const kind = chance.pick(['bulk', 'bulk', 'bulk', 'small', 'small', 'small', 'udp', 'udp', 'ping', 'mixed']);
  const draw = kinds[kind] ?? small;
  const bytes = segmentBytes(Math.min(from.mtu, to.mtu), version);
  const addressed = { ...between(from, to, version), toMac: to.mac };
  const packets = Array.from({ length: count }, (): Packet => {
    const drawn = draw(chance, bytes);
    // IPv6 has neither our fragments nor UDP without a checksum.
    return version === 6 && kind === 'mixed'
      ? { ...addressed, ...small(chance, bytes), checksum: 'right' }
      : { checksum: 'right', ...addressed, ...drawn };
  });
  return { from, to, packets, isBulk: kind === 'bulk' };
}

/** What everybody hears: the name service of a LAN. */
function announcement(from: Station, chance: Chance): Flow {
  const packets = Array.from({ length: chance.between(3, 20) }, (): Packet => {
    const content: Content = { kind: 'udp', bytes: chance.between(50, 200), port: 5353 };
    const to = Uint8Array.of(224, 0, 0, 251);
    return { ...between(from, from, 4), to, toMac: everybody, content, checksum: 'right' };
  });
  return { from, to: null, packets, isBulk: false };
}

/** SSH between an address outside the pool and hosts: what captures leave out. */
function administration(stations: readonly Station[], chance: Chance): Flow[] {
  const outside = stations.find(({ kind, segment, vlan }) => kind === 'outside' && segment === 0 && vlan === null);
  const hosts = stations.filter(({ kind, segment, vlan }) => kind === 'host' && segment === 0 && vlan === null);
  if (outside === undefined) return [];
  return hosts
    .filter(() => chance.happens(50))
    .flatMap((host) => [ssh(outside, host, chance), ssh(host, outside, chance)]);
}

function ssh(from: Station, to: Station, chance: Chance): Flow {
  const packets = Array.from({ length: chance.between(5, 30) }, (): Packet => {
    const content: Content = { kind: 'tcp', bytes: chance.between(36, 400), port: sshPort };
    return { ...between(from, to, 4), toMac: to.mac, content, checksum: 'right' };
  });
  return { from, to, packets, isBulk: false };
}

export const sshPort = 22;

const between = (from: Station, to: Station, version: 4 | 6): Pick<Packet, 'fromMac' | 'vlan' | 'from' | 'to'> => ({
  fromMac: from.mac,
  vlan: from.vlan,
  from: addressOf(from, version),
  to: addressOf(to, version),
});

const addressOf = ({ segment, vlan, number }: Station, version: 4 | 6): Uint8Array =>
  version === 4
    ? Uint8Array.of(10, segment, vlan ?? 0, number)
    : Uint8Array.from([0xfd, ...Array<number>(12).fill(0), segment, vlan ?? 0, number]);

function shuffled<T>(all: readonly T[], chance: Chance): readonly T[] {
  return all
    .map((each) => ({ each, at: chance.between(0, 1_000_000) }))
    .sort((one, other) => one.at - other.at)
    .map(({ each }) => each);
}
