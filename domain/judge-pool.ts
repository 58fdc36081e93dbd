import { attribute, type Attribution, type Sighting } from './attribution';
import { featuresOf, type PackedFeatures } from './features';
import type { PifUuid } from './ids';
import type { HostDetection } from './inspection';
import type { HostSlice, Pif, PoolInventory } from './inventory';
import { nameOf, sendersOf, type Sender } from './nic-names';
import { judgeNic, of, type NicVerdict } from './verdict';

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
  const own = hosts.flatMap(({ slice, features, detection }) =>
    slice.nics.flatMap((nic) => {
      const seen = detection?.nics[nic.device];
      const found = featuresOf(features, nic.device);
      return seen === undefined || found === undefined ? [] : [{ nic, seen, verdict: judgeNic(seen, found) }];
    }),
  );
  const senders = sendersOf(inventory);
  const named = new Map<string, Sender>();
  const sightings = own.flatMap(({ nic, seen }) =>
    Object.entries(seen.senders).map(([mac, counts]): Sighting => {
      const sender = senders(mac);
      named.set(keyOf(sender), sender);
      return { sender: keyOf(sender), receiver: nic.uuid, counts };
    }),
  );
  const attribution = attribute(sightings);
  const names = namesOf(inventory);
  const result = new Map(
    own.map(({ nic, verdict }) => [nic.uuid, asReceiver(nic.uuid, verdict, attribution, names)] as const),
  );
  for (const [key, verdict] of asSenders(attribution, names)) {
    const sender = named.get(key);
    if (sender?.kind === 'nic') result.set(sender.nic, verdict);
  }
  return result;
}

function keyOf(sender: Sender): string {
  switch (sender.kind) {
    case 'nic':
      return sender.nic;
    case 'bond':
      return `bond ${sender.name}`;
    case 'outside':
      return sender.mac;
  }
}

/** How a key of the matrix is called: a NIC by its host and device, all else as it is. */
function namesOf(inventory: PoolInventory): (key: string) => string {
  const nics = new Map<string, Pif>(inventory.pifs.map((pif) => [pif.uuid, pif]));
  return (key) => {
    const nic = nics.get(key);
    return nic === undefined ? `${key} (no NIC of this pool)` : nameOf(nic, inventory);
  };
}

/** What a NIC is found to be by the damage it received. */
function asReceiver(
  nic: PifUuid,
  alone: NicVerdict,
  { guilty, suspects, undecided }: Attribution,
  name: (key: string) => string,
): NicVerdict {
  const suspect = suspects.get(nic);
  if (suspect !== undefined) {
    const from = suspect.map(({ sender }) => name(sender)).join(', ');
    const because = `damage from ${from}, whole elsewhere: look at this NIC, its cable and its switch port`;
    return { verdict: 'suspect-receiver', because };
  }
  const damage = [...guilty.values(), undecided].flat().filter(({ receiver }) => receiver === nic);
  if (damage.length === 0) return alone;
  const from = damage.map(({ sender, counts }) => `${name(sender)} (${of(counts.bad, counts.judged)} bad)`);
  return { verdict: 'receives-damage', because: `from ${from.join(', ')}` };
}

/** What senders are found to be by the damage that others received from them. */
function asSenders({ guilty, undecided }: Attribution, name: (key: string) => string): ReadonlyMap<string, NicVerdict> {
  const told = ({ receiver, counts }: Sighting): string =>
    `${of(counts.bad, counts.judged)} arrive damaged at ${name(receiver)}`;
  return new Map<string, NicVerdict>([
    ...undecided.map((sighting): [string, NicVerdict] => [
      sighting.sender,
      {
        verdict: 'may-send-damage',
        because: `${told(sighting)}, or that one damages them: nobody else to compare with`,
      },
    ]),
    ...[...guilty].map(([sender, seen]): [string, NicVerdict] => [
      sender,
      { verdict: 'sends-damage', because: seen.map(told).join(', ') },
    ]),
  ]);
}
