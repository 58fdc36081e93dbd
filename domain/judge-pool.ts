import { attribute, type Attribution } from './attribution';
import { featuresOf, isModeOn, type PackedFeatures } from './features';
import type { PifUuid } from './ids';
import type { Growth, HostDetection } from './inspection';
import { isNic, type HostSlice, type PoolInventory } from './inventory';
import { judgeReceiver } from './judge-receiver';
import { judgeSender } from './judge-sender';
import { senderNames } from './sender-names';
import { forwardingNics, sendersOf } from './senders';
import { sightingsByNic, sightingsOf } from './sightings';
import { judgeNic, noEvidence, verdictOf, type NicVerdict } from './verdict';
import { count } from './words';

/** What was seen of one host in the minute of all. */
export interface CapturedHost {
  readonly slice: HostSlice;
  readonly features: PackedFeatures;
  readonly detection: HostDetection | null;
}

/** The verdicts on the NICs that were captured on, and on those that were not and are guilty, or merge what they forward. */
export type PoolVerdicts = ReadonlyMap<PifUuid, NicVerdict>;

/** Judges every NIC by what itself and all others saw: one's received damage is another's broken transmit (design §6). */
export function judgePool(inventory: PoolInventory, hosts: readonly CapturedHost[]): PoolVerdicts {
  const known = hosts.flatMap(({ slice, features, detection }) =>
    slice.nics.flatMap((nic) => {
      const found = featuresOf(features, nic.device);
      return found === undefined ? [] : [{ nic: nic.uuid, seen: detection?.nics[nic.device] ?? null, found }];
    }),
  );
  const captured = known.flatMap(({ seen, ...nic }) => (seen === null ? [] : [{ ...nic, seen }]));
  const whose = sendersOf(
    inventory,
    hosts.map(({ slice, detection }) => ({ host: slice.host.uuid, detection })),
  );
  const names = senderNames(inventory, whose);
  const sightings = sightingsOf(captured, whose);
  const attribution = attribute(sightingsByNic(sightings));
  const accused = new Map(
    inventory.pifs.filter(isNic).flatMap(({ uuid }): (readonly [PifUuid, NicVerdict])[] => {
      const verdict = judgeSender(uuid, attribution, sightings, { whose, names });
      return verdict === null ? [] : [[uuid, verdict]];
    }),
  );
  const forwarding = forwardingNics(inventory);
  const judged = captured.map(({ nic, seen, found }): readonly [PifUuid, NicVerdict] => {
    const received = judgeReceiver(nic, judgeNic(seen, found), attribution, sightings, names);
    const accusation = accused.get(nic);
    const verdict =
      accusation === undefined
        ? withSupport(received, heardWhole(nic, attribution), seen.grown)
        : withTx(attribution.suspects.has(nic) ? bothWays(accusation) : accusation, isModeOn(found, 'tx'));
    return [nic, verdict];
  });
  const verdicts = new Map([...accused, ...judged]);
  for (const { nic, found } of known) {
    if (!forwarding.has(nic) || !isModeOn(found, 'lro')) continue;
    verdicts.set(nic, { ...(verdicts.get(nic) ?? notCaptured), mergesForwarded: true });
  }
  return verdicts;
}

const notCaptured = noEvidence('nothing was captured', 'a capture');

/** What is damaged in both directions points to hardware, which no mode cures. */
const bothWays = (accusation: NicVerdict): NicVerdict =>
  verdictOf(
    'may-send-damage',
    `${accusation.because}; it hears damage, too, from senders that arrive whole elsewhere: look at its cable and its switch port`,
    accusation.damage,
  );

/** A mode that is off already cures nothing. */
const withTx = (verdict: NicVerdict, isTxOn: boolean): NicVerdict =>
  isTxOn
    ? verdict
    : {
        ...verdict,
        because: `${verdict.because}; its tx is off already: look at the NIC, its cable and its switch port`,
      };

/** At how many NICs what a NIC sends surely arrived whole. */
const heardWhole = (nic: PifUuid, { whole }: Attribution<PifUuid>): number =>
  whole.filter(({ sender }) => sender === nic).length;

/** What else speaks for or against a NIC: who heard it whole, and counters of damaged frames. */
function withSupport(verdict: NicVerdict, wholeAt: number, grown: Growth): NicVerdict {
  const support = [
    ...(wholeAt === 0 ? [] : [`what it sends arrives whole at ${count(wholeAt, 'NIC')}`]),
    ...Object.entries(grown).map(([counter, growth]) => `${counter} grew by ${String(growth)}`),
  ];
  return { ...verdict, because: [verdict.because, ...support].join('; ') };
}
