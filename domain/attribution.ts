import { addCounts, arrivalOf, isHeardWell, surelyLess } from './arrival';
import type { SenderCounts } from './inspection';

/** One cell of the matrix: what one NIC received from one sender. Sender and receiver are named as the caller likes. */
export interface Sighting<Receiver = string> {
  readonly sender: string;
  readonly receiver: Receiver;
  readonly counts: SenderCounts;
}

/** Whose fault received damage is; each with the sightings that say so. */
export interface Attribution<Receiver = string> {
  /**
   * What they send arrives damaged wherever it is seen, while others arrive whole there, or at several receivers that hear no
   * other damage.
   */
  readonly guilty: ReadonlyMap<string, readonly Sighting<Receiver>[]>;
  /** They see damage from several senders that arrive whole elsewhere, or from one while they hear nobody whole. */
  readonly suspects: ReadonlyMap<Receiver, readonly Sighting<Receiver>[]>;
  /** Damage between a sender and a receiver where nothing tells the two apart. */
  readonly undecided: readonly Sighting<Receiver>[];
  /** What surely arrived whole. */
  readonly whole: readonly Sighting<Receiver>[];
}

/**
 * Reads the matrix of senders and receivers of a pool (design §6). A receiver that damages what others receive whole is no
 * witness against a sender; what it hears of senders that nobody else hears is explained by it. What arrives whole speaks
 * against damage only where so few bad packets cannot be chance.
 */
export function attribute<Receiver>(sightings: readonly Sighting<Receiver>[]): Attribution<Receiver> {
  const damaged = sightings.filter(({ counts }) => arrivalOf(counts) === 'damaged');
  const whole = sightings.filter(({ counts }) => arrivalOf(counts) === 'whole');
  const well = sightings.filter(({ counts }) => isHeardWell(counts));
  const [damagedOf, wholeOf, wholeAt] = [sums(damaged, bySender), sums(well, bySender), sums(well, byReceiver)];
  const isWholeElsewhere = (sender: string): boolean => {
    const [bad, good] = [damagedOf.get(sender), wholeOf.get(sender)];
    return bad !== undefined && good !== undefined && surelyLess(good, bad);
  };
  const hearsOthersWhole = ({ receiver, counts }: Sighting<Receiver>): boolean => {
    const others = wholeAt.get(receiver);
    return others !== undefined && surelyLess(others, counts);
  };
  const hearsOneDamaged = new Set(grouped(damaged, byReceiver, (_, seen) => seen.length === 1).keys());
  const damagesMany = new Set(
    grouped(
      damaged.filter(({ sender }) => isWholeElsewhere(sender)),
      byReceiver,
      (_, seen) => seen.length > 1,
    ).keys(),
  );
  const guilty = grouped(
    damaged.filter(({ receiver }) => !damagesMany.has(receiver)),
    bySender,
    (sender, seen) =>
      !isWholeElsewhere(sender) &&
      (seen.some(hearsOthersWhole) || seen.filter(({ receiver }) => hearsOneDamaged.has(receiver)).length > 1),
  );
  const unexplained = damaged.filter(({ sender }) => !guilty.has(sender));
  const suspects = grouped(
    unexplained.filter(({ sender }) => isWholeElsewhere(sender)),
    byReceiver,
    (receiver, seen) => damagesMany.has(receiver) || !seen.some(hearsOthersWhole),
  );
  const undecided = unexplained.filter(({ receiver }) => !suspects.has(receiver));
  return { guilty, suspects, undecided, whole };
}

const bySender = <Receiver>({ sender }: Sighting<Receiver>): string => sender;
const byReceiver = <Receiver>({ receiver }: Sighting<Receiver>): Receiver => receiver;

const sums = <Receiver, Key>(
  sightings: readonly Sighting<Receiver>[],
  key: (sighting: Sighting<Receiver>) => Key,
): ReadonlyMap<Key, SenderCounts> =>
  new Map(
    [...grouped(sightings, key, () => true)].map(([name, seen]) => [name, addCounts(seen.map(({ counts }) => counts))]),
  );

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
