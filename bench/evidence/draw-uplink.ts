import type { Chance } from '../../chaos/chance';
import { isPifUuid, type PifUuid } from '../../domain/ids';
import type { Host, Pif, PifKind, Vif } from '../../domain/inventory';
import { namedMac } from '../../lab/standin/pool/named-chance';
import { drawVif } from './draw-vif';
import { deviceOf, networkOf, uuidOf } from './drawn-names';
import type { Nic, Station } from './drawn-pool';

/** A wire with its switch, and at most one VLAN on it. */
export interface Segment {
  readonly number: number;
  readonly mtu: number;
  readonly tag: number | null;
}

/** How a host is on a segment: by a NIC or the members of a bond, with its own addresses and its guests on top. */
export interface Uplink {
  readonly pifs: readonly Pif[];
  readonly nics: readonly Nic[];
  readonly vifs: readonly Vif[];
  readonly stations: readonly Omit<Station, 'number'>[];
}

export function drawUplink(
  seed: string,
  chance: Chance,
  host: Host,
  segment: Segment,
  nextDevice: () => string,
): Uplink {
  const tag = segment.tag !== null && chance.happens(85) ? segment.tag : null;
  const place = { network: networkOf(seed, `segment ${String(segment.number)}`), management: segment.number === 0 };
  const isBond = chance.happens(25);
  const pifs = isBond
    ? [nextDevice(), nextDevice()].map((device) => pifOf(seed, host, 'bond-member', device, segment.mtu))
    : [{ ...pifOf(seed, host, 'physical', nextDevice(), segment.mtu), ...place }];
  const nics = pifs.map((pif) => drawNic(chance, pif, segment.number, tag));
  const [first] = pifs;
  if (first === undefined) throw new Error('an uplink without NICs');
  const bond = { ...pifOf(seed, host, 'bond', `bond${String(segment.number)}`, segment.mtu), ...place, mac: first.mac };
  const top = isBond ? bond : first;
  const vlan = tag === null ? null : vlanOf(seed, host, top, tag);
  const wayOf = drawWays(chance, nics);
  const guests = Array.from({ length: chance.between(0, 4) }, (_, index) => {
    const way = vlan !== null && chance.happens(50) ? { on: vlan, tag } : { on: top, tag: null };
    return { vif: drawVif(seed, host, vifName(host, segment, index), way.on.network), tag: way.tag };
  });
  const inner = chance.happens(10) ? [drawVif(seed, host, vifName(host, segment, 9), networkOf(seed, 'internal'))] : [];
  const station = (kind: Station['kind'], mac: string, own: number | null): Omit<Station, 'number'> => ({
    kind,
    mac,
    segment: segment.number,
    vlan: own,
    host: host.uuid,
    nic: wayOf(mac),
    offloads: kind === 'host' || chance.happens(80),
    mtu: kind === 'host' ? segment.mtu : 1500,
  });
  return {
    pifs: [
      ...pifs.map((pif) => (isBond ? { ...pif, bondPif: bond.uuid } : pif)),
      ...(isBond ? [bond] : []),
      ...(vlan === null ? [] : [vlan]),
    ],
    nics,
    vifs: [...guests.map(({ vif }) => vif), ...inner],
    stations: [
      station('host', top.mac, null),
      ...(tag !== null && chance.happens(20) ? [station('host', top.mac, tag)] : []),
      ...guests.map((guest) => station('guest', guest.vif.mac, guest.tag)),
    ],
  };
}

/** A NIC that nothing is plugged into. */
export function drawIdleNic(seed: string, chance: Chance, host: Host, device: string): Uplink {
  const pif = pifOf(seed, host, 'physical', device, 1500);
  return { pifs: [pif], nics: [drawNic(chance, pif, null, null)], vifs: [], stations: [] };
}

function pifOf(seed: string, host: Host, kind: PifKind, device: string, mtu: number): Pif {
  const name = `${host.name}/${device}`;
  return {
    uuid: uuidOf(seed, isPifUuid, `pif/${name}`),
    host: host.uuid,
    kind,
    device: deviceOf(device),
    mac: namedMac(seed, name),
    mtu,
    network: networkOf(seed, name),
    management: false,
    vlan: null,
    bondPif: null,
    stored: {},
  };
}

const vlanOf = (seed: string, host: Host, below: Pif, tag: number): Pif => ({
  ...below,
  uuid: uuidOf(seed, isPifUuid, `pif/${host.name}/${String(tag)}`),
  kind: 'vlan',
  vlan: tag,
  network: networkOf(seed, `tag ${String(tag)}`),
  management: false,
});

function drawNic(chance: Chance, pif: Pif, segment: number | null, tag: number | null): Nic {
  const tx = chance.happens(80);
  return { pif, segment, vlans: tag === null ? [] : [tag], tx, tso: tx && chance.happens(80), gro: chance.happens(85) };
}

/** By which NIC an address leaves: the active one of a bond or, with SLB, the one that it was given to. */
function drawWays(chance: Chance, nics: readonly Nic[]): (mac: string) => PifUuid | null {
  const isBalanced = chance.happens(50);
  const active = chance.between(0, nics.length - 1);
  const given = new Map<string, number>();
  return (mac) => {
    const at = given.get(mac) ?? (isBalanced ? chance.between(0, nics.length - 1) : active);
    given.set(mac, at);
    return nics[at]?.pif.uuid ?? null;
  };
}

/** The number of the VM and that of its VIF, as in `vif12.0`. */
const vifName = (host: Host, segment: Segment, index: number): string =>
  `${host.name.replace(/\D/g, '')}${String(segment.number)}${String(index)}.0`;
