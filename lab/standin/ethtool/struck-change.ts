import { fail, succeed, type Answer } from '../answer';
import type { ArmedFaults } from '../faults/armed-faults';
import type { FeatureRequest } from './change-features';
import { offloadGroups } from './kernel-features';

/** What an `ethtool -K` says instead of doing anything, where a fault strikes it; null where none does. */
export function struckChange(
  host: string,
  device: string,
  requests: readonly FeatureRequest[],
  faults: ArmedFaults,
): Answer | null {
  const applies = (fault: { device?: string | undefined; mode?: string | undefined }): boolean =>
    (fault.device ?? device) === device &&
    (fault.mode === undefined || requests.some((request) => isNamed(request, fault.mode)));
  if (faults.strikeHost(host, 'ethtool-refuses', applies) !== null) {
    return fail(1, 'Cannot set device feature settings: Operation not permitted\n');
  }
  return faults.strikeHost(host, 'ethtool-does-nothing', applies) === null ? null : succeed('');
}

/** A fault on `tx` strikes a request for a feature of that group too. */
function isNamed({ target }: FeatureRequest, mode: string | undefined): boolean {
  if (typeof target !== 'string') return target.short === mode || target.long === mode;
  return target === mode || offloadGroups.some((group) => group.short === mode && group.members.includes(target));
}
