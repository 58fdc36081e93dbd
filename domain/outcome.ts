/** How a host ended. `lost`: no contact any more; `refused`: nothing was begun. */
export const hostOutcomes = [
  'done',
  'nothing-to-do',
  'rolled-back',
  'failed',
  'stuck',
  'lost',
  'not-started',
  'refused',
] as const;
export type HostOutcome = (typeof hostOutcomes)[number];

/** How a command ended. */
export type RunOutcome =
  | 'clean'
  | 'findings'
  | 'planned'
  | 'done'
  | 'nothing-to-do'
  | 'rolled-back'
  | 'partly-failed'
  | 'failed'
  | 'stuck'
  | 'cancelled'
  | 'refused';

/** A host that is as it was to become. */
export const isFinished = (outcome: HostOutcome): boolean => outcome === 'done' || outcome === 'nothing-to-do';

/** A host that is not as it was to become, although its turn came. */
export const isFailure = (outcome: HostOutcome): boolean => !isFinished(outcome) && outcome !== 'not-started';

/** The outcome of a change from those of its hosts (the pool slice counts as one more). */
export function changeOutcome(hosts: readonly HostOutcome[], cancelled: boolean): RunOutcome {
  const has = (outcome: HostOutcome): boolean => hosts.includes(outcome);
  if (has('stuck') || has('lost')) return 'stuck';
  if (cancelled) return 'cancelled';
  if (hosts.every((outcome) => outcome === 'nothing-to-do')) return 'nothing-to-do';
  if (hosts.every(isFinished)) return 'done';
  if (has('done')) return 'partly-failed';
  if (has('rolled-back')) return 'rolled-back';
  if (hosts.every((outcome) => outcome === 'refused' || outcome === 'not-started' || outcome === 'nothing-to-do')) {
    return 'refused';
  }
  return 'failed';
}
