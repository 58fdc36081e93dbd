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
  /** Judged incorrect and longer than the MTU: merged or not yet cut up, an artefact. */
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

export interface NicDetection {
  readonly in: ChecksumCounts;
  readonly out: ChecksumCounts;
  /** Received packets by the MAC address they came from; of those heard most. */
  readonly senders: Readonly<Record<string, SenderCounts>>;
  /** The NIC's own counters of damaged frames that grew meanwhile, and how much: supports what the packets say. */
  readonly grown: Readonly<Record<string, number>>;
}

/** What a capture on every NIC of a host counted, by device. */
export interface HostDetection {
  readonly nics: Readonly<Record<string, NicDetection>>;
  readonly cost: Cost;
}
