import type { ChecksumCounts, HostDetection, NicDetection, SenderCounts } from '../../domain/inspection';
import { noCost } from '../../domain/run';

/** 300 packets, all judged and right, but for what is said. */
export const counts = (more: Partial<ChecksumCounts> = {}): ChecksumCounts => ({
  packets: 300,
  verdicts: 300,
  bad: 0,
  badMerged: 0,
  examples: [],
  ...more,
});

const noPackets = counts({ packets: 0, verdicts: 0 });

export const saw = (more: Partial<NicDetection> = {}): NicDetection => ({
  in: noPackets,
  out: noPackets,
  senders: {},
  sent: {},
  grown: {},
  dropped: {},
  problem: null,
  ...more,
});

/** What a NIC received: from whom, and how it arrived. */
export function heard(senders: Readonly<Record<string, SenderCounts>>, sent: readonly string[] = []): NicDetection {
  const all = Object.values(senders);
  const judged = all.reduce((sum, each) => sum + each.judged, 0);
  const bad = all.reduce((sum, each) => sum + each.bad, 0);
  return saw({
    in: counts({ packets: judged, verdicts: judged, bad }),
    senders,
    sent: Object.fromEntries(sent.map((mac) => [mac, { judged: 100, bad: 100 }])),
  });
}

export const detection = (nics: HostDetection['nics']): HostDetection => ({
  nics,
  host: { checksumErrors: 0, segmentsSent: 0, segmentsSentAgain: 0, softirqPercent: 0 },
  seconds: 2,
  cost: noCost,
});
