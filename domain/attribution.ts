import { arrivalOf } from './arrival';
import type { SenderCounts } from './inspection';

/** One cell of the matrix: what one NIC received from one sender. Sender and receiver are named as the caller likes. */
export interface Sighting<Receiver = string> {
  readonly sender: string;
  readonly receiver: Receiver;
  readonly counts: SenderCounts;
}

/** Whose fault received damage is; each with the sightings that say so. */
export interface Attribution<Receiver = string> {
  /** What they send arrives damaged wherever it is seen, while others arrive whole there, or at several receivers. */
  readonly guilty: ReadonlyMap<string, readonly Sighting<Receiver>[]>;
  /** They see damage from several senders that arrive whole elsewhere, or from the only ones they hear. */
  readonly suspects: ReadonlyMap<Receiver, readonly Sighting<Receiver>[]>;
  /** Damage between a sender and a receiver where nothing tells the two apart. */
  readonly undecided: readonly Sighting<Receiver>[];
  /** What surely arrived whole. */
  readonly whole: readonly Sighting<Receiver>[];
}

/**
 * Reads the matrix of senders and receivers of a pool (design §6). A receiver that damages what others receive whole is no witness against
 * a sender.
 */
export function attribute<Receiver>(sightings: readonly Sighting<Receiver>[]): Attribution<Receiver> {
  const damaged = sightings.filter(({ counts }) => arrivalOf(counts) === 'damaged');
  const whole = sightings.filter(({ counts }) => arrivalOf(counts) === 'whole');
  const wholeSenders = new Set(whole.map(({ sender }) => sender));
  const wholeReceivers = new Set(whole.map(({ receiver }) => receiver));
  const damagesMany = new Set(
    grouped(
      damaged.filter(({ sender }) => wholeSenders.has(sender)),
      byReceiver,
      (_, seen) => seen.length > 1,
    ).keys(),
  );
  const guilty = grouped(
    damaged.filter(({ receiver }) => !damagesMany.has(receiver)),
    bySender,
    (sender, seen) => {
      if (wholeSenders.has(sender)) return false;
      return seen.length > 1 || seen.some(({ receiver }) => wholeReceivers.has(receiver));
    },
  );
  const unexplained = damaged.filter(({ sender }) => !guilty.has(sender));
  const suspects = grouped(unexplained, byReceiver, (receiver, seen) => {
    if (damagesMany.has(receiver)) return true;
    return seen.every(({ sender }) => wholeSenders.has(sender)) && !wholeReceivers.has(receiver);
  });
  const undecided = unexplained.filter(({ receiver }) => !suspects.has(receiver));
  return { guilty, suspects, undecided, whole };
}

const bySender = <Receiver>({ sender }: Sighting<Receiver>): string => sender;
const byReceiver = <Receiver>({ receiver }: Sighting<Receiver>): Receiver => receiver;

/** Sightings by a key, those groups of which `holds` is true. */
function grouped<Receiver, Key>(
  sightings: readonly Sighting<Receiver>[],
  key: (sighting: Sighting<Receiver>) => Key,
  holds: (name: Key, seen: readonly Sighting<Receiver>[]) => boolean,
): ReadonlyMap<Key, readonly Sighting<Receiver>[]> {
  const groups = new Map<Key, Sighting<Receiver>[]>();
  for (const sighting of sightings) groups.set(key(sighting), [...(groups.get(key(sighting)) ?? []), sighting]);
  return new Map([...groups].filter(([name, seen]) => holds(name, seen)));
}
