import { arrivalOf } from './arrival';
import type { SenderCounts } from './inspection';

/** One cell of the matrix: what one NIC received from one sender. Sender and receiver are named as the caller likes. */
export interface Sighting {
  readonly sender: string;
  readonly receiver: string;
  readonly counts: SenderCounts;
}

/** Whose fault received damage is; each with the sightings that say so. */
export interface Attribution {
  /** What they send arrives damaged wherever it is seen, while others arrive whole there, or at several receivers. */
  readonly guilty: ReadonlyMap<string, readonly Sighting[]>;
  /** They see damage from several senders that arrive whole elsewhere, or from all they hear. */
  readonly suspects: ReadonlyMap<string, readonly Sighting[]>;
  /** Damage between a sender and a receiver where nothing tells the two apart. */
  readonly undecided: readonly Sighting[];
}

/** Reads the matrix of senders and receivers of a pool (design §6). */
export function attribute(sightings: readonly Sighting[]): Attribution {
  const damaged = sightings.filter(({ counts }) => arrivalOf(counts) === 'damaged');
  const whole = sightings.filter(({ counts }) => arrivalOf(counts) === 'whole');
  const wholeSenders = new Set(whole.map(({ sender }) => sender));
  const wholeReceivers = new Set(whole.map(({ receiver }) => receiver));
  const guilty = grouped(
    damaged,
    ({ sender }) => sender,
    (sender, seen) => {
      if (wholeSenders.has(sender)) return false;
      return seen.length > 1 || seen.some(({ receiver }) => wholeReceivers.has(receiver));
    },
  );
  const unexplained = damaged.filter(({ sender }) => !guilty.has(sender));
  const suspects = grouped(
    unexplained,
    ({ receiver }) => receiver,
    (receiver, seen) => {
      if (!seen.every(({ sender }) => wholeSenders.has(sender))) return false;
      return seen.length > 1 || !wholeReceivers.has(receiver);
    },
  );
  const undecided = unexplained.filter(({ receiver }) => !suspects.has(receiver));
  return { guilty, suspects, undecided };
}

/** Sightings by a key, those groups of which `holds` is true. */
function grouped(
  sightings: readonly Sighting[],
  key: (sighting: Sighting) => string,
  holds: (name: string, seen: readonly Sighting[]) => boolean,
): ReadonlyMap<string, readonly Sighting[]> {
  const groups = new Map<string, Sighting[]>();
  for (const sighting of sightings) groups.set(key(sighting), [...(groups.get(key(sighting)) ?? []), sighting]);
  return new Map([...groups].filter(([name, seen]) => holds(name, seen)));
}
