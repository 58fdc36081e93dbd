import type { Attribution, Sighting } from './attribution';
import type { PifUuid } from './ids';
import type { Damage } from './proof';
import type { SenderNames } from './sender-names';
import type { Sender } from './senders';
import { of, verdictOf, type NicVerdict } from './verdict';

/**
 * Judges NICs by the damage that others received from them. A broken NIC damages all that is left to its offload: where
 * another address whose sums it fills in arrives whole, the guest behind the damaged one may be the reason. Sums that a
 * guest computes itself, and ICMP's, pass a broken NIC unharmed, so that they speak for nobody.
 */
export function judgeSenders(
  { guilty, undecided, whole }: Attribution<PifUuid>,
  whose: (mac: string) => Sender,
  names: SenderNames,
  leavesToOffload: (nic: PifUuid, mac: string) => boolean,
): readonly (readonly [PifUuid, NicVerdict])[] {
  const guiltyByNic = byNic([...guilty.values()].flat(), whose);
  const undecidedByNic = byNic(undecided, whose);
  const wholeByNic = byNic(whole, whose);
  const named = (seen: readonly Sighting<PifUuid>[]): readonly Damage[] =>
    seen.map((each) => ({ ...each, at: names.nic(each.receiver) }));
  const told = ({ sender, at, counts }: Damage): string => {
    const from = whose(sender);
    const guest = from.kind !== 'outside' && from.guest !== null ? ` of guest ${from.guest}` : '';
    return `${of(counts.bad, counts.judged)}${guest} arrive damaged at ${at}`;
  };
  const accused = [...guiltyByNic].map(([nic, seen]): readonly [PifUuid, NicVerdict] => {
    const damage = named(seen);
    const because = damage.map(told).join(', ');
    const speaking = (wholeByNic.get(nic) ?? []).filter(({ sender }) => leavesToOffload(nic, sender));
    const others = [...new Set(speaking.map(({ sender }) => names.sender(sender)))];
    return others.length === 0
      ? [nic, verdictOf('sends-damage', because, damage)]
      : [nic, verdictOf('may-send-damage', `${because}, while ${others.join(', ')} arrives whole`, damage)];
  });
  const unclear = [...undecidedByNic]
    .filter(([nic]) => !guiltyByNic.has(nic))
    .map(([nic, seen]): readonly [PifUuid, NicVerdict] => {
      const damage = named(seen);
      const because = `${damage.map(told).join(', ')}, or that one damages them: nothing to compare with`;
      return [nic, verdictOf('may-send-damage', because, damage)];
    });
  return [...accused, ...unclear];
}

/** Sightings by the NIC through which their sender sends; those of bonds and of others outside are left out. */
function byNic(
  sightings: readonly Sighting<PifUuid>[],
  whose: (mac: string) => Sender,
): ReadonlyMap<PifUuid, readonly Sighting<PifUuid>[]> {
  const groups = new Map<PifUuid, readonly Sighting<PifUuid>[]>();
  for (const sighting of sightings) {
    const from = whose(sighting.sender);
    if (from.kind === 'nic') groups.set(from.nic, [...(groups.get(from.nic) ?? []), sighting]);
  }
  return groups;
}
