import type { HostDetection } from './inspection';

/** What limits a host's throughput, as rates; null where its kernel does not tell. */
export interface HostLoad {
  /** TCP segments of dom0 that it had to send again, of all it sent. */
  readonly sentAgainPercent: number | null;
  /** Packets for dom0 thrown away for their checksum. */
  readonly checksumErrorsPerSecond: number | null;
  /** Frames that its NICs dropped, at least: by the counter of each that grew most, since several count the same frames. */
  readonly droppedPerSecond: number;
  /** Processor time spent on handling packets. */
  readonly softirqPercent: number | null;
}

/** What a change did to a host, by captures before and after it. */
export interface Effect {
  readonly before: HostLoad;
  readonly after: HostLoad;
}

/** The load of hosts taken together: counts are summed up, processor time is the mean. */
export function loadOf(detections: readonly HostDetection[]): HostLoad {
  const seconds = total(detections.map((each) => each.seconds));
  const hosts = detections.map(({ host }) => host);
  const sent = known(hosts.map(({ segmentsSent }) => segmentsSent));
  const again = known(hosts.map(({ segmentsSentAgain }) => segmentsSentAgain));
  const errors = known(hosts.map(({ checksumErrors }) => checksumErrors));
  const softirqs = known(hosts.map(({ softirqPercent }) => softirqPercent));
  const dropped = detections.flatMap(({ nics }) =>
    Object.values(nics).map((nic) => Math.max(0, ...Object.values(nic.dropped))),
  );
  return {
    sentAgainPercent: sent.length === 0 || total(sent) === 0 ? null : rounded((100 * total(again)) / total(sent)),
    checksumErrorsPerSecond: errors.length === 0 ? null : rounded(total(errors) / seconds),
    droppedPerSecond: seconds === 0 ? 0 : rounded(total(dropped) / seconds),
    softirqPercent: softirqs.length === 0 ? null : rounded(total(softirqs) / softirqs.length),
  };
}

const known = (counts: readonly (number | null)[]): readonly number[] => counts.flatMap((count) => count ?? []);

const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

const rounded = (value: number): number => Math.round(value * 10) / 10;
