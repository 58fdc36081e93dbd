import { addCounts, arrivalOf, surelyLess } from './arrival';
import type { Attribution } from './attribution';
import type { PifUuid } from './ids';
import type { SenderCounts } from './inspection';
import type { Damage } from './proof';
import type { SenderNames } from './sender-names';
import type { AddressSighting } from './sightings';
import type { Sender } from './senders';
import { of, verdictOf, type NicVerdict } from './verdict';
import { someOf } from './words';

/** Who is behind addresses, and how they are called. */
interface Addresses {
  readonly whose: (mac: string) => Sender;
  readonly names: SenderNames;
}

/**
 * Judges a NIC by the damage that others received from it. A broken NIC damages all that is left to its offload: where
 * other addresses behind it surely arrive whole, the guest behind the damaged one may be the reason. Null: nothing was.
 */
export function judgeSender(
  nic: PifUuid,
  { guilty, undecided, whole }: Attribution<PifUuid>,
  sightings: readonly AddressSighting[],
  addresses: Addresses,
): NicVerdict | null {
  const isGuilty = guilty.has(nic);
  const cells = new Set(
    (guilty.get(nic) ?? undecided.filter(({ sender }) => sender === nic)).map((cell) => cell.receiver),
  );
  if (cells.size === 0) return null;
  const own = sightings.filter(({ through }) => through === nic);
  const heardBad = own.filter(({ receiver, counts }) => cells.has(receiver) && counts.bad > 0);
  const damaged = heardBad.filter(({ counts }) => arrivalOf(counts) === 'damaged');
  const damage = told(damaged.length > 0 ? damaged : heardBad, addresses);
  const because = inWords(damage, addresses);
  if (!isGuilty) {
    const wholeAt = whole.filter(({ sender }) => sender === nic).map(({ receiver }) => addresses.names.nic(receiver));
    const compared = wholeAt.length === 0 ? 'nothing to compare with' : `whole at ${someOf(wholeAt, ', ')}`;
    return verdictOf('may-send-damage', `${because}, or that one damages them: ${compared}`, damage);
  }
  const others = wholeAddresses(own, addresses);
  return others.length === 0
    ? verdictOf('sends-damage', because, damage)
    : verdictOf('may-send-damage', `${because}, while ${someOf(others, ', ')} arrives whole`, damage);
}

const told = (sightings: readonly AddressSighting[], { names }: Addresses): readonly Damage[] =>
  sightings.map(({ sender, receiver, counts }) => ({ sender, receiver, at: names.nic(receiver), counts }));

function inWords(damage: readonly Damage[], { whose }: Addresses): string {
  const worst = [...damage].sort((a, b) => b.counts.bad - a.counts.bad);
  const lines = worst.map(({ sender, at, counts }) => {
    const from = whose(sender);
    const guest = from.kind !== 'outside' && from.guest !== null ? ` of guest ${from.guest}` : '';
    return `${of(counts.bad, counts.judged)}${guest} arrive damaged at ${at}`;
  });
  return someOf(lines, ', ');
}

/** The addresses behind a NIC that arrive whole, where that is surely another thing than what happens to the damaged ones. */
function wholeAddresses(own: readonly AddressSighting[], { names }: Addresses): readonly string[] {
  const byAddress = [...new Set(own.map(({ sender }) => sender))].map((mac) => ({
    mac,
    counts: addCounts(own.filter(({ sender }) => sender === mac).map(({ leftToNic }) => leftToNic)),
  }));
  const whole = byAddress.filter(({ counts }) => arrivalOf(counts) === 'whole');
  const damaged = byAddress.filter(({ counts }) => arrivalOf(counts) === 'damaged');
  const sum = (each: typeof byAddress): SenderCounts => addCounts(each.map(({ counts }) => counts));
  return surelyLess(sum(whole), sum(damaged)) ? whole.map(({ mac }) => names.sender(mac)) : [];
}
