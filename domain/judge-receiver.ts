import type { Attribution, Sighting } from './attribution';
import type { PifUuid } from './ids';
import type { SenderNames } from './sender-names';
import type { AddressSighting } from './sightings';
import { of, receivesUnexplained, verdictOf, type NicVerdict } from './verdict';
import { someOf } from './words';

/** Judges a NIC by the damage it received; `alone` is what is found of it by its own capture. */
export function judgeReceiver(
  nic: PifUuid,
  alone: NicVerdict,
  { guilty, suspects, undecided }: Attribution<PifUuid>,
  sightings: readonly AddressSighting[],
  names: SenderNames,
): NicVerdict {
  const heard = sightings.filter(({ receiver, counts }) => receiver === nic && counts.bad > 0);
  const from = (cells: readonly Sighting<PifUuid>[]): string => {
    const through = new Set(cells.map(({ sender }) => sender));
    const lines = heard
      .filter((each) => through.has(each.through))
      .sort((one, other) => other.counts.bad - one.counts.bad)
      .map(({ sender, counts }) => `${names.sender(sender)} (${of(counts.bad, counts.judged)} bad)`);
    return someOf(lines, ', ');
  };
  const suspect = suspects.get(nic);
  if (suspect !== undefined) {
    const because = `damage from ${from(suspect)}, whole elsewhere: look at this NIC, its cable and its switch port`;
    return verdictOf('suspect-receiver', because);
  }
  const ofGuilty = [...guilty.values()].flat().filter(({ receiver }) => receiver === nic);
  const unclear = undecided.filter(({ receiver }) => receiver === nic);
  if (unclear.length === 0) {
    return ofGuilty.length === 0 ? alone : verdictOf('receives-damage', `from ${from(ofGuilty)}`);
  }
  const either = `from ${from(unclear)}, or damaged by this NIC: nothing to compare with`;
  return receivesUnexplained(ofGuilty.length === 0 ? either : `from ${from(ofGuilty)}; ${either}`);
}
