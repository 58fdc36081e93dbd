import type { Chance } from '../../chaos/chance';
import type { PifUuid } from '../../domain/ids';
import { sshPort, type Flow } from './draw-traffic';
import type { DrawnPool, Nic } from './drawn-pool';
import type { Fault } from './fault';
import { isOffloaded, receivedFrames, sentFrames } from './offloads';
import type { Packet, TimedPacket } from './packet';

/** What a NIC's captures hold, in order of time. */
export interface NicCapture {
  readonly in: readonly TimedPacket[];
  readonly out: readonly TimedPacket[];
}

/** What was done to the packets of one address that arrived at one NIC: the truth that captures are made of. */
export interface Arrivals {
  readonly mac: string;
  /** By which NIC they left; null from outside. */
  readonly sender: PifUuid | null;
  readonly receiver: PifUuid;
  /** Packets on the wire with a checksum that NICs fill in, without SSH. */
  readonly checked: number;
  readonly bad: number;
}

export interface Carried {
  readonly captures: ReadonlyMap<PifUuid, NicCapture>;
  readonly arrivals: readonly Arrivals[];
}

/** Carries all flows through senders' offloads, faults, the wire and receivers' offloads into the captures of all NICs. */
export function carry({ nics }: DrawnPool, flows: readonly Flow[], fault: Fault, chance: Chance): Carried {
  const sent = new Frames();
  const received = new Frames();
  const arrivals: Arrivals[] = [];
  for (const flow of flows) {
    const packets = inTime(flow.packets, chance);
    const sender = nics.find(({ pif }) => pif.uuid === flow.from.nic);
    if (sender !== undefined) sent.add(sender, sentFrames(packets, flow, sender, chance));
    const onWire = damaged(packets, (packet) => damageOnWay(packet, flow, fault, chance));
    for (const receiver of receiversOf(flow, nics)) {
      const isFaulty = fault.kind === 'receiver' && fault.nic === receiver.pif.uuid;
      const arrived = isFaulty ? damaged(onWire, () => (happens(fault.perMille, chance) ? 'wrong' : null)) : onWire;
      received.add(receiver, receivedFrames(arrived, flow, receiver, chance));
      arrivals.push(counted(flow, receiver, arrived));
    }
  }
  const captures = nics.map(({ pif: { uuid } }) => [uuid, { in: received.of(uuid), out: sent.of(uuid) }] as const);
  return { captures: new Map(captures), arrivals };
}

/** Frames of one direction by NIC. */
class Frames {
  private readonly byNic = new Map<PifUuid, TimedPacket[]>();

  add({ pif }: Nic, packets: readonly TimedPacket[]): void {
    this.byNic.set(pif.uuid, [...this.of(pif.uuid), ...packets]);
  }

  of(nic: PifUuid): readonly TimedPacket[] {
    return [...(this.byNic.get(nic) ?? [])].sort((one, other) => one.at - other.at);
  }
}

/** A flow goes on through the whole capture, so that no sender is missing where it ends early. */
function inTime(packets: readonly Packet[], chance: Chance): readonly TimedPacket[] {
  const phase = chance.between(0, 999) / 1_000;
  return packets.map((packet, index) => ({ at: (index + phase) / packets.length, packet }));
}

type Damage = 'wrong' | 'partial' | null;

function damaged(packets: readonly TimedPacket[], damageOf: (packet: Packet) => Damage): readonly TimedPacket[] {
  return packets.map(({ at, packet }) => {
    const damage = isChecked(packet) ? damageOf(packet) : null;
    return { at, packet: damage === null ? packet : { ...packet, checksum: damage } };
  });
}

/** Fragments and UDP without a checksum have nothing that could be wrong. */
const isChecked = ({ content, checksum }: Packet): boolean => content.kind !== 'fragment' && checksum !== 'none';

function damageOnWay(packet: Packet, { from }: Flow, fault: Fault, chance: Chance): Damage {
  switch (fault.kind) {
    case 'none':
    case 'guest within its host':
    case 'receiver':
      return null;
    case 'stray':
      return happens(fault.perMille, chance) ? 'wrong' : null;
    case 'outside sender':
      return fault.mac === from.mac && happens(fault.perMille, chance) ? 'wrong' : null;
    case 'sender':
    case 'two senders': {
      const isLeftToIt = fault.nics.some((nic) => nic === from.nic) && isOffloaded(packet);
      return isLeftToIt && happens(fault.perMille, chance) ? fault.fills : null;
    }
  }
}

const happens = (perMille: number, chance: Chance): boolean => chance.between(1, 1_000) <= perMille;

/** Who hears a flow: the NIC its receiver is behind, or all on the segment, also the other member of the sender's own bond. */
function receiversOf({ from, to }: Flow, nics: readonly Nic[]): readonly Nic[] {
  if (to !== null) return nics.filter(({ pif }) => pif.uuid === to.nic);
  const isTrunked = ({ vlans }: Nic): boolean => from.vlan === null || vlans.includes(from.vlan);
  return nics.filter((nic) => nic.segment === from.segment && nic.pif.uuid !== from.nic && isTrunked(nic));
}

function counted({ from }: Flow, { pif }: Nic, packets: readonly TimedPacket[]): Arrivals {
  const checked = packets.filter(({ packet }) => isChecked(packet) && isOffloaded(packet) && !isSsh(packet));
  const bad = checked.filter(({ packet }) => packet.checksum !== 'right').length;
  return { mac: from.mac, sender: from.nic, receiver: pif.uuid, checked: checked.length, bad };
}

const isSsh = ({ content }: Packet): boolean => content.kind === 'tcp' && content.port === sshPort;
