import type { HostDetection, NicDetection } from './inspection';
import { limits } from './limits';
import { shareBounds } from './share';

/**
 * What went worse on a host between a capture before its change and one after, a line each: counters of damaged frames
 * that grow faster, or a share of damaged packets received that is surely higher. Both captures last equally long.
 */
export const worsened = (before: HostDetection, after: HostDetection): readonly string[] =>
  Object.entries(after.nics).flatMap(([device, now]) => {
    const then = before.nics[device];
    return then === undefined ? [] : [...fasterCounters(device, then, now), ...moreDamage(device, then, now)];
  });

const fasterCounters = (device: string, then: NicDetection, now: NicDetection): readonly string[] =>
  Object.entries(now.grown).flatMap(([counter, growth]) => {
    const earlier = then.grown[counter] ?? 0;
    return growth < limits.soakErrors || growth <= 2 * earlier
      ? []
      : [`${device}: ${counter} grew by ${String(growth)} after the change, by ${String(earlier)} before it`];
  });

function moreDamage(device: string, { in: then }: NicDetection, { in: now }: NicDetection): readonly string[] {
  if (now.bad < limits.soakErrors) return [];
  const earlier = shareBounds(then.bad, then.verdicts);
  const later = shareBounds(now.bad, now.verdicts);
  return later.low <= earlier.high
    ? []
    : [
        `${device}: ${String(now.bad)} of ${String(now.verdicts)} packets received are damaged after the change, ` +
          `${String(then.bad)} of ${String(then.verdicts)} before it`,
      ];
}
