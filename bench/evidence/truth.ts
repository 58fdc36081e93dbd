import type { PifUuid } from '../../domain/ids';
import type { Arrivals } from './carry';
import { guiltyNics, type Fault } from './fault';

/**
 * Who could be found, decided by what was sent and damaged, and by these rules alone; nothing of domain/ is asked.
 *
 * 1. Packets are added up by sender (a NIC of the pool, or an address outside) and receiver (a NIC that was captured on).
 *    ICMP is not counted: no NIC has a hand in its checksums.
 * 2. Between two of them, traffic is damaged when at least 10 packets and 5 % of them are bad; whole when at least 50 were
 *    heard and less than 1 % is bad; otherwise it says nothing.
 * 3. A sender can be found when some receiver hears it damaged and hears another sender whole, and nobody hears it whole.
 * 4. A receiver can be found when it hears at least two senders damaged which are whole elsewhere, and nobody whole.
 *
 * Where a fault cannot be found by these rules, finding it is not asked for; accusing a NIC without a fault is wrong anywhere.
 */
export interface Truth {
  /** NICs that send damage. */
  readonly guilty: ReadonlySet<PifUuid>;
  /** Those of them that can be found. */
  readonly findable: ReadonlySet<PifUuid>;
  /** The NIC that damages what it receives, and whether that can be found. */
  readonly receiver: { readonly nic: PifUuid; readonly findable: boolean } | null;
  /** The sender outside the pool, and the receivers by whose captures it can be found. */
  readonly outside: { readonly mac: string; readonly heardDamagedAt: readonly PifUuid[] } | null;
}

const damagedMinimumPackets = 10;
const damagedMinimumShare = 0.05;
const wholeMinimumPackets = 50;
const wholeMaximumShare = 0.01;

interface Heard {
  readonly sender: string;
  readonly receiver: PifUuid;
  readonly checked: number;
  readonly bad: number;
}

export function truthOf(fault: Fault, arrivals: readonly Arrivals[], captured: ReadonlySet<PifUuid>): Truth {
  const heard = addedUp(arrivals.filter(({ receiver }) => captured.has(receiver)));
  const guilty = guiltyNics(fault);
  return {
    guilty: new Set(guilty),
    findable: new Set(guilty.filter((nic) => provingReceivers(nic, heard).length > 0)),
    receiver: fault.kind === 'receiver' ? { nic: fault.nic, findable: isFindableReceiver(fault.nic, heard) } : null,
    outside:
      fault.kind === 'outside sender' ? { mac: fault.mac, heardDamagedAt: provingReceivers(fault.mac, heard) } : null,
  };
}

function addedUp(arrivals: readonly Arrivals[]): readonly Heard[] {
  const sums = new Map<string, Heard>();
  for (const { mac, sender, receiver, checked, bad } of arrivals) {
    const name = sender ?? mac;
    const sum = sums.get(`${name} ${receiver}`) ?? { sender: name, receiver, checked: 0, bad: 0 };
    sums.set(`${name} ${receiver}`, { ...sum, checked: sum.checked + checked, bad: sum.bad + bad });
  }
  return [...sums.values()];
}

const isDamaged = ({ checked, bad }: Heard): boolean =>
  bad >= damagedMinimumPackets && bad >= damagedMinimumShare * checked;

const isWhole = ({ checked, bad }: Heard): boolean =>
  checked >= wholeMinimumPackets && bad < wholeMaximumShare * checked;

/** Rule 3: the receivers that hear this sender damaged and another one whole. */
function provingReceivers(sender: string, heard: readonly Heard[]): readonly PifUuid[] {
  const own = heard.filter((each) => each.sender === sender);
  if (own.some(isWhole)) return [];
  const hearsWhole = (receiver: PifUuid): boolean => heard.some((each) => each.receiver === receiver && isWhole(each));
  return own.filter((each) => isDamaged(each) && hearsWhole(each.receiver)).map(({ receiver }) => receiver);
}

/** Rule 4. */
function isFindableReceiver(receiver: PifUuid, heard: readonly Heard[]): boolean {
  const own = heard.filter((each) => each.receiver === receiver);
  if (own.some(isWhole)) return false;
  const wholeElsewhere = own.filter(
    ({ sender, ...here }) =>
      isDamaged({ sender, ...here }) &&
      heard.some((each) => each.sender === sender && each.receiver !== receiver && isWhole(each)),
  );
  return wholeElsewhere.length >= 2;
}
