import { addCounts, isDamage } from './arrival';
import type { Sighting } from './attribution';
import type { PifUuid } from './ids';
import type { NicDetection, SenderCounts } from './inspection';
import type { Sender } from './senders';

/** What one captured NIC saw. */
export interface NicSeen {
  readonly nic: PifUuid;
  readonly seen: NicDetection;
}

/** What one NIC received from one address, and through what it was sent. */
export interface AddressSighting extends Sighting<PifUuid> {
  /** The NIC, by its uuid; a bond; or an address outside the pool, as it is. */
  readonly through: string;
  /**
   * Only those whose sums were left to the sending NIC: sums that a guest computes itself pass a broken NIC unharmed, and
   * speak for nobody. Where the sender was not captured on, all are taken to be left to it.
   */
  readonly leftToNic: SenderCounts;
}

/** What every NIC received from every address. What a NIC hears of itself says nothing. */
export function sightingsOf(captured: readonly NicSeen[], whose: (mac: string) => Sender): readonly AddressSighting[] {
  const sentBy = new Map<string, NicDetection['sent']>(captured.map(({ nic, seen }) => [nic, seen.sent]));
  return captured.flatMap(({ nic, seen }) =>
    Object.entries(seen.senders).flatMap(([mac, counts]): readonly AddressSighting[] => {
      const sender = whose(mac);
      if (sender.kind === 'nic' && sender.nic === nic) return [];
      const through = throughOf(sender, mac);
      const leftToNic = leftToSender(counts, mac, sentBy.get(through) ?? {});
      return [{ sender: mac, receiver: nic, counts, through, leftToNic }];
    }),
  );
}

function throughOf(sender: Sender, mac: string): string {
  switch (sender.kind) {
    case 'nic':
      return sender.nic;
    case 'bond':
      return sender.name;
    case 'outside':
      return mac;
  }
}

/**
 * Bad packets among those sent are those whose sums the NIC has yet to fill in. Where they are no more than strays, its tx is
 * off, and its packets count as they are. More bad ones than were left to it are not its doing.
 */
function leftToSender(counts: SenderCounts, mac: string, sent: NicDetection['sent']): SenderCounts {
  const own = sent[mac];
  const fillsIn = Object.values(sent).some(isDamage);
  if (own === undefined || own.judged === 0 || !fillsIn) return counts;
  if (own.bad === 0) return { judged: 0, bad: 0 };
  const judged = Math.floor((counts.judged * own.bad) / own.judged);
  return { judged, bad: Math.min(counts.bad, judged) };
}

/** The matrix of NICs, bonds and strangers that send, and NICs that receive. */
export function sightingsByNic(sightings: readonly AddressSighting[]): readonly Sighting<PifUuid>[] {
  const cells = new Map<string, readonly AddressSighting[]>();
  for (const sighting of sightings) {
    const cell = `${sighting.through} ${sighting.receiver}`;
    cells.set(cell, [...(cells.get(cell) ?? []), sighting]);
  }
  return [...cells.values()].flatMap((cell) => {
    const counts = addCounts(cell.map(({ leftToNic }) => leftToNic));
    return cell.slice(0, 1).map(({ through, receiver }) => ({ sender: through, receiver, counts }));
  });
}
