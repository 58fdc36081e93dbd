import { fail, succeed, type Answer } from '../answer';
import { featuresInForce } from '../ethtool/features-in-force';
import { isGroupOn } from '../ethtool/print-features';
import { offloadGroups } from '../ethtool/kernel-features';
import type { ArmedFaults } from '../faults/armed-faults';
import type { Device, StandinPool } from '../pool/standin-pool';
import type { HostRecord } from '../pool/xapi-database';
import { struckCapture } from './struck-capture';
import { printPacket, type Endpoint } from './print-packet';
import { parseCapture, type Capture } from './tcpdump-arguments';

export interface TcpdumpContext {
  readonly pool: StandinPool;
  readonly host: HostRecord;
  readonly faults: ArmedFaults;
}

/** Packets that pass a busy device while anybody looks. */
const passingPackets = 240;

/** `tcpdump` 4.9.2; it never waits: what there is to see passes at once. */
export function tcpdump(words: readonly string[], context: TcpdumpContext): Answer {
  if (words[0] === '--version') return succeed('', 'tcpdump version 4.9.2\nlibpcap version 1.5.3\n');
  const capture = parseCapture(words);
  const device = context.pool.devices[context.host.uuid]?.[capture.device];
  if (device === undefined) {
    return fail(1, `tcpdump: ${capture.device}: No such device exists\n(SIOCGIFHWADDR: No such device)\n`);
  }
  const struck = struckCapture(context.host.nameLabel, capture.device, context.faults);
  if (struck !== null) return struck;
  const packets = device.idle ? [] : pass(device, capture, context);
  const count = String(packets.length);
  return succeed(
    packets.join(''),
    `tcpdump: listening on ${capture.device}, link-type EN10MB (Ethernet), capture size 262144 bytes\n` +
      `${count} packets captured\n${count} packets received by filter\n0 packets dropped by kernel\n`,
  );
}

function pass(device: Device, capture: Capture, context: TcpdumpContext): string[] {
  const self = { mac: device.mac, ip: addressOf(context.pool, context.host, capture.device) };
  const peers = peersOf(capture.device, context);
  const sumsLater = isTransmitOffloaded(device);
  const damaged = damagedPercent(capture.device, context);
  return Array.from({ length: Math.min(passingPackets, capture.count ?? Infinity) }, (_, number) => {
    const peer = peers[number % peers.length] ?? router;
    const sent = capture.direction === 'out' || (capture.direction === 'inout' && number % 2 === 0);
    return sent
      ? printPacket({ from: self, to: peer, number, intact: !sumsLater }, capture)
      : printPacket({ from: peer, to: self, number, intact: !peer.damages && !isDamaged(number, damaged) }, capture);
  });
}

/** With tx on, what a host sends is captured before the NIC fills in the checksum (facts/ssh-and-hosts.md). */
const isTransmitOffloaded = (device: Device): boolean => {
  const on = featuresInForce(device);
  return offloadGroups.some((group) => group.short === 'tx' && isGroupOn(group, on));
};

/** Percentage of what the NIC receives that it damages. */
function damagedPercent(device: string, { host, faults }: TcpdumpContext): number {
  const fault = faults.strikeHost(host.nameLabel, 'receive-damaged', (each) => each.device === device);
  return fault?.percent ?? 0;
}

/** Whether a packet is among so many of a hundred; those are spread evenly over the senders, which take turns. */
const isDamaged = (number: number, percent: number): boolean => (number * 61) % 100 < percent;

interface Peer extends Endpoint {
  /** What it sends arrives with wrong checksums. */
  readonly damages: boolean;
}

const router: Peer = { mac: '0a:00:00:00:00:fe', ip: '10.0.0.254', damages: false };

/** The same NIC of the other hosts, which is on the same network; a router where there are none. */
function peersOf(device: string, { pool, host, faults }: TcpdumpContext): Peer[] {
  return pool.xapi.hosts.flatMap((other) => {
    const nic = other.uuid === host.uuid ? undefined : pool.devices[other.uuid]?.[device];
    if (nic === undefined || nic.driver === 'vif') return [];
    const damages =
      isTransmitOffloaded(nic) &&
      faults.strikeHost(other.nameLabel, 'transmit-damaged', (fault) => fault.device === device) !== null;
    return [{ mac: nic.mac, ip: addressOf(pool, other, device), damages }];
  });
}

function addressOf(pool: StandinPool, host: HostRecord, device: string): string {
  const subnet = /\d+$/.exec(device)?.[0] ?? '0';
  return `10.${subnet}.0.${String(pool.xapi.hosts.indexOf(host) + 1)}`;
}
