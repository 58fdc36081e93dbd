import { addCounts, isHeardWell, surelyLess } from './arrival';
import type { HostDetection, NicDetection } from './inspection';
import { limits } from './limits';
import { of } from './verdict';

/**
 * What went worse on a host between a capture before its change and one after, a line each: counters of damaged frames
 * that grow faster, or damage from senders that arrived whole before. Both captures last equally long.
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

/** By senders that arrived whole before: damage that was there is not the change's, however much of it is heard now. */
function moreDamage(
  device: string,
  { senders: then }: NicDetection,
  { senders: now }: NicDetection,
): readonly string[] {
  const whole = Object.entries(then).flatMap(([mac, earlier]) => {
    const later = now[mac];
    return later === undefined || !isHeardWell(earlier) ? [] : [{ earlier, later }];
  });
  const [before, after] = [addCounts(whole.map(({ earlier }) => earlier)), addCounts(whole.map(({ later }) => later))];
  if (after.bad < limits.soakErrors || !surelyLess(before, after)) return [];
  return [
    `${device}: of senders that arrived whole, ${of(after.bad, after.judged)} packets are damaged after the change, ` +
      `${of(before.bad, before.judged)} before it`,
  ];
}
