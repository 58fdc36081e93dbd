import type { SenderCounts } from './inspection';
import { limits } from './limits';
import { shareBounds } from './share';

/** How the packets of one sender arrive at one NIC. */
export type Arrival = 'damaged' | 'whole' | 'unclear';

/** Damaged where more than a stray share surely is; whole where no large share can be; else there is too little to say. */
export function arrivalOf({ judged, bad }: SenderCounts): Arrival {
  const { low, high } = shareBounds(bad, judged);
  if (bad >= limits.damagedMinimumPackets && low > limits.strayPercent / 100) return 'damaged';
  return high <= limits.wholePercent / 100 ? 'whole' : 'unclear';
}
