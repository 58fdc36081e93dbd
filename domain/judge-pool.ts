import { attribute, type Attribution, type Sighting } from './attribution';
import { featuresOf, modeState, type PackedFeatures } from './features';
import type { PifUuid } from './ids';
import type { Growth, HostDetection } from './inspection';
import type { HostSlice, PoolInventory } from './inventory';
import { judgeSenders } from './judge-senders';
import { senderNames, type SenderNames } from './sender-names';
import { forwardingNics, sendersOf } from './senders';
import { judgeNic, of, verdictOf, type NicVerdict } from './verdict';

/** What was seen of one host in the minute of all. */
export interface CapturedHost {
  readonly slice: HostSlice;
  readonly features: PackedFeatures;
  readonly detection: HostDetection | null;
}

/** The verdicts on the NICs that were captured on, and on guilty ones that were not. */
export type PoolVerdicts = ReadonlyMap<PifUuid, NicVerdict>;

/** Judges every NIC by what itself and all others saw: one's received damage is another's broken transmit (design §6). */
export function judgePool(inventory: PoolInventory, hosts: readonly CapturedHost[]): PoolVerdicts {
  const whose = sendersOf(
    inventory,
    hosts.map(({ slice, detection }) => ({ host: slice.host.uuid, detection })),
  );
  const names = senderNames(inventory, whose);
  const seenByNic = hosts.flatMap(({ slice, features, detection }) =>
    slice.nics.flatMap((nic) => {
      const seen = detection?.nics[nic.device];
      const found = featuresOf(features, nic.device);
      return seen === undefined || found === undefined ? [] : [{ nic: nic.uuid, seen, found }];
    }),
  );
  const sightings = seenByNic.flatMap(({ nic, seen }) =>
    Object.entries(seen.senders).flatMap(([mac, counts]): Sighting<PifUuid>[] => {
      const sender = whose(mac);
      return sender.kind === 'nic' && sender.nic === nic ? [] : [{ sender: mac, receiver: nic, counts }];
    }),
  );
  const attribution = attribute(sightings);
  const sentBy = new Map(seenByNic.map(({ nic, seen }) => [nic, seen.sent]));
  const leavesToOffload = (nic: PifUuid, mac: string): boolean => sentBy.get(nic)?.[mac]?.bad !== 0;
  const accused = new Map(judgeSenders(attribution, whose, names, leavesToOffload));
  const forwarding = forwardingNics(inventory);
  const captured = seenByNic.map(({ nic, seen, found }): readonly [PifUuid, NicVerdict] => {
    const received = asReceiver(nic, judgeNic(seen, found), attribution, names);
    const verdict = accused.get(nic) ?? withSupport(received, arrivals(nic, attribution, whose), seen.grown);
    return [nic, { ...verdict, mergesForwarded: forwarding.has(nic) && modeState(found, 'lro') === 'on' }];
  });
  return new Map([...accused, ...captured]);
}

/** What a NIC is found to be by the damage it received. */
function asReceiver(
  nic: PifUuid,
  alone: NicVerdict,
  { guilty, suspects, undecided }: Attribution<PifUuid>,
  names: SenderNames,
): NicVerdict {
  const suspect = suspects.get(nic);
  if (suspect !== undefined) {
    const from = suspect.map(({ sender, counts }) => `${names.sender(sender)} (${of(counts.bad, counts.judged)} bad)`);
    const because = `damage from ${from.join(', ')}, whole elsewhere: look at this NIC, its cable and its switch port`;
    return verdictOf('suspect-receiver', because);
  }
  const damage = [...guilty.values(), undecided].flat().filter(({ receiver }) => receiver === nic);
  if (damage.length === 0) return alone;
  const from = damage.map(({ sender, counts }) => `${names.sender(sender)} (${of(counts.bad, counts.judged)} bad)`);
  return verdictOf('receives-damage', `from ${from.join(', ')}`);
}

/** At how many NICs the packets of a NIC surely arrived whole. */
const arrivals = (nic: PifUuid, { whole }: Attribution<PifUuid>, whose: ReturnType<typeof sendersOf>): number =>
  new Set(
    whole.flatMap(({ sender, receiver }) => {
      const from = whose(sender);
      return from.kind === 'nic' && from.nic === nic ? [receiver] : [];
    }),
  ).size;

/** What else speaks for or against a NIC: who heard it whole, and counters of damaged frames. */
function withSupport(verdict: NicVerdict, heardWhole: number, grown: Growth): NicVerdict {
  const support = [
    ...(heardWhole === 0
      ? []
      : [`what it sends arrives whole at ${String(heardWhole)} NIC${heardWhole === 1 ? '' : 's'}`]),
    ...Object.entries(grown).map(([counter, growth]) => `${counter} grew by ${String(growth)}`),
  ];
  return { ...verdict, because: [verdict.because, ...support].join('; ') };
}
