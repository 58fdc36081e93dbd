import { curable, cureOf, hearAgain, type Cure, type HeardAfter } from '../../domain/cure';
import type { HostUuid } from '../../domain/ids';
import type { HostDetection } from '../../domain/inspection';
import { limits } from '../../domain/limits';
import { detectOne } from './detect';
import type { InspectedHost } from './inspect';
import type { PlannedHost } from './plan';

/** How a run captures once more after a change. */
export interface CapturePlan {
  readonly seconds: number;
  /** Every host that was looked at before the change. */
  readonly hosts: readonly InspectedHost[];
}

/** What captures after a change show: on the changed hosts, and of every NIC that was changed for the damage it sent. */
export interface Recapture {
  readonly detections: ReadonlyMap<HostUuid, HostDetection>;
  readonly cures: ReadonlyMap<HostUuid, readonly Cure[]>;
}

/**
 * Captures on hosts that were changed and on those that received damage from them, all at once: only receivers can tell
 * whether a sender is cured. Where they hear too little to say, they listen some more.
 */
export async function captureAgain(
  pool: string,
  { seconds, hosts }: CapturePlan,
  changed: readonly PlannedHost[],
): Promise<Recapture> {
  const receivers = new Set(
    changed.flatMap(({ plan }) => curable(plan).flatMap(({ damage }) => damage.map(({ receiver }) => receiver))),
  );
  const isReceiver = ({ slice }: InspectedHost): boolean => slice.nics.some(({ uuid }) => receivers.has(uuid));
  const isChanged = ({ host }: InspectedHost): boolean => changed.some((each) => each.host.uuid === host.uuid);
  const detections = new Map<HostUuid, HostDetection>();
  let heard: HeardAfter = new Map();
  let cures: Recapture['cures'] = new Map();
  for (let capture = 1; capture <= limits.cureCaptures; capture += 1) {
    const listening = hosts.filter((host) => isReceiver(host) || (capture === 1 && isChanged(host)));
    for (const { host, slice, detection } of await Promise.all(
      listening.map((each) => detectOne(pool, each, seconds)),
    )) {
      if (detection === null) continue;
      if (!detections.has(host.uuid)) detections.set(host.uuid, detection);
      heard = hearAgain(heard, slice, detection);
    }
    cures = new Map(changed.map((host) => [host.host.uuid, curesOf(host, heard)]));
    if (![...cures.values()].flat().some(({ answer }) => answer === 'unclear')) break;
  }
  return { detections, cures };
}

const curesOf = ({ plan }: PlannedHost, heard: HeardAfter): readonly Cure[] =>
  curable(plan).map((proof) => cureOf(proof, heard));
