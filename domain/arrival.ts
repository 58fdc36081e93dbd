import type { SenderCounts } from './inspection';
import { limits } from './limits';
import { shareBounds, surely } from './share';

/** How the packets of one sender arrive at one NIC. */
export type Arrival = 'damaged' | 'whole' | 'unclear';

/**
 * Damaged where more than a stray share surely is; whole where no more than that was seen and no large share can be; else
 * there is too little to say.
 */
export function arrivalOf({ judged, bad }: SenderCounts): Arrival {
  if (isDamage({ judged, bad })) return 'damaged';
  return isStray({ judged, bad }) && shareBounds(bad, judged).high <= limits.wholePercent / 100 ? 'whole' : 'unclear';
}

/** Whether no more are bad than happens on healthy networks. */
export const isStray = ({ judged, bad }: SenderCounts): boolean => 100 * bad <= limits.strayPercent * judged;

/** Whether enough was heard, and no damage beyond strays, to speak against damage that is surely more often. */
export const isHeardWell = (counts: SenderCounts): boolean =>
  counts.judged >= limits.wholeMinimumPackets && isStray(counts);

/** Whether surely more than a stray share is bad: so surely that hundreds of senders and receivers give no false alarm. */
export const isDamage = ({ judged, bad }: SenderCounts): boolean =>
  bad >= limits.damagedMinimumPackets && shareBounds(bad, judged, surely).low > limits.strayPercent / 100;

/** Whether the share of bad packets of one is surely smaller than that of the other: few packets show no difference. */
export const surelyLess = (one: SenderCounts, other: SenderCounts): boolean =>
  shareBounds(one.bad, one.judged, surely).high < shareBounds(other.bad, other.judged, surely).low;

export const addCounts = (counts: readonly SenderCounts[]): SenderCounts => ({
  judged: counts.reduce((sum, { judged }) => sum + judged, 0),
  bad: counts.reduce((sum, { bad }) => sum + bad, 0),
});
