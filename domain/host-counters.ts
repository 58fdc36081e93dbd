import type { HostCounters } from './inspection';

/** Counters of a host's network stack and processors as they stand, since boot; null where its kernel has none. */
export interface HostCounterReading {
  readonly checksumErrors: number | null;
  readonly segmentsSent: number | null;
  readonly segmentsSentAgain: number | null;
  /** Processor time in all, and in softirqs, in ticks. */
  readonly processorTicks: number | null;
  readonly softirqTicks: number | null;
}

/** What a host did between two readings. A counter that began anew tells nothing. */
export function hostCounters(before: HostCounterReading, after: HostCounterReading): HostCounters {
  const grown = (counter: keyof HostCounterReading): number | null => {
    const [then, now] = [before[counter], after[counter]];
    return then === null || now === null || now < then ? null : now - then;
  };
  const [ticks, softirqs] = [grown('processorTicks'), grown('softirqTicks')];
  return {
    checksumErrors: grown('checksumErrors'),
    segmentsSent: grown('segmentsSent'),
    segmentsSentAgain: grown('segmentsSentAgain'),
    softirqPercent: ticks === null || softirqs === null || ticks === 0 ? null : roundedPercent(softirqs / ticks),
  };
}

const roundedPercent = (share: number): number => Math.round(share * 1_000) / 10;
