import { modes } from './modes';
import type { LivePlan, PlannedChange } from './plan';

/** What is set live, in a line: devices with the same modes together. */
export function liveSummary(plans: readonly LivePlan[]): string {
  const devices = new Map<string, string[]>();
  for (const { device, set } of plans) {
    const wish = modes.flatMap((mode) => (set[mode] === undefined ? [] : [`${mode} ${set[mode]}`])).join(' ');
    devices.set(wish, [...(devices.get(wish) ?? []), device]);
  }
  return [...devices].map(([wish, names]) => `${names.join(' ')}: ${wish}`).join('; ');
}

/** How much is planned, in a line. */
export const planSize = ({ live, stored }: PlannedChange): string =>
  `${String(live.length)} devices live, ${String(stored.length)} objects in xapi to change`;
