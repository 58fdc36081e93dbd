import type { PackedFeatures } from './features';
import type { Cost } from './run';

/** What switches a host's networks: on Open vSwitch, the default, bonds and VLANs have no devices of their own. */
export type NetworkBackend = 'openvswitch' | 'bridge';

/** A NIC beyond its features. */
export interface NicFacts {
  readonly driver: string;
  readonly mtu: number;
}

/** What one look at a host shows. */
export interface HostInspection {
  readonly features: PackedFeatures;
  /** By device; physical NICs only. */
  readonly nics: Readonly<Record<string, NicFacts>>;
  readonly backend: NetworkBackend;
  readonly cost: Cost;
}

/** Packets of one NIC in one direction, counted (facts/xenserver.md §7: only frames with a verdict prove anything). */
export interface ChecksumCounts {
  readonly packets: number;
  /** Packets whose checksum tcpdump judged. */
  readonly verdicts: number;
  /** Judged incorrect, within the MTU. */
  readonly bad: number;
  /** Judged incorrect and longer than one packet surely is: merged or not yet cut up, an artefact. */
  readonly badMerged: number;
  /** A few lines as seen, without payload. */
  readonly examples: readonly string[];
}

/** What one NIC received from one sender. A merged frame stands for the good packets it was made of (design §6). */
export interface SenderCounts {
  readonly judged: number;
  /** Incorrect, within the MTU. */
  readonly bad: number;
}

/** How much counters grew, by name; those that did not are left out. */
export type Growth = Readonly<Record<string, number>>;

export interface NicDetection {
  readonly in: ChecksumCounts;
  readonly out: ChecksumCounts;
  /** Received packets by the MAC address they came from; of those with most bad ones, then of those heard most. */
  readonly senders: Readonly<Record<string, SenderCounts>>;
  /**
   * Packets that left through this NIC, by the MAC address they came from: its own, those of guests, a bond's. Bad ones are
   * left to the NIC's offload.
   */
  readonly sent: Readonly<Record<string, SenderCounts>>;
  /** Counters of damaged frames, of driver and kernel: they support what the packets say. */
  readonly grown: Growth;
  /** Counters of frames that were dropped. */
  readonly dropped: Growth;
  /** Why tcpdump could not listen, or not to the end; null where it could. */
  readonly problem: string | null;
}

/** What dom0's own network stack and processors did meanwhile; null where its kernel does not tell. */
export interface HostCounters {
  /** Packets for dom0 itself that were thrown away for their checksum. */
  readonly checksumErrors: number | null;
  /** TCP segments that dom0 sent, and those of them that it had to send again. */
  readonly segmentsSent: number | null;
  readonly segmentsSentAgain: number | null;
  /** Share of processor time spent in softirqs, where packets are handled. */
  readonly softirqPercent: number | null;
}

/** What a capture on every NIC of a host counted, by device. */
export interface HostDetection {
  readonly nics: Readonly<Record<string, NicDetection>>;
  readonly host: HostCounters;
  /** How long was captured. */
  readonly seconds: number;
  readonly cost: Cost;
}
