import { modes, type OnOff } from './modes';
import type { LivePlan, PlannedChange } from './plan';
import { count } from './words';

/** Devices whose names a line has room for; more are counted. */
const namedDevices = 3;

/** What is set live, in a line: devices with the same modes together. */
export const liveSummary = (plans: readonly LivePlan[]): string =>
  grouped(plans)
    .map(([wish, devices]) => `${devices.join(' ')}: ${wish}`)
    .join('; ');

/** What is planned for a host, in a line that is short whatever the host's size. */
export const planLine = ({ live, stored }: Pick<PlannedChange, 'live' | 'stored'>): string =>
  [
    ...grouped(live).map(
      ([wish, devices]) =>
        `${devices.length > namedDevices ? `${String(devices.length)} devices` : devices.join(' ')}: ${wish}`,
    ),
    ...(stored.length === 0 ? [] : [`${count(stored.length, 'object')} in xapi`]),
  ].join('; ');

function grouped(plans: readonly LivePlan[]): readonly [wish: string, devices: readonly string[]][] {
  const groups = new Map<string, string[]>();
  for (const { device, set } of plans) {
    const to = (value: OnOff): string => modes.filter((mode) => set[mode] === value).join(' ');
    const wish = (['off', 'on'] as const)
      .flatMap((value) => (to(value) === '' ? [] : [`${to(value)} ${value}`]))
      .join(', ');
    groups.set(wish, [...(groups.get(wish) ?? []), device]);
  }
  return [...groups];
}
