import type { HostFacts, HostJournal, HostLock } from './examination';
import { cureOf, ok, trouble, warning, type Precondition } from './precondition';
import { count } from './words';

/** Where runs keep their lock and their journals on a host. */
export const memoryFolder = '/var/lib/xen-offload';

/**
 * What earlier runs left on a host, a line a run. A lock in force keeps every other run away, which is as it should be
 * while a change of the pool is under way.
 */
export function leftoverPreconditions(
  { lock, journals }: Pick<HostFacts, 'lock' | 'journals'>,
  changeUnderWay: boolean,
): readonly Precondition[] {
  const armed = journals.find(({ run, deadManSwitch }) => run === lock?.run && deadManSwitch === 'armed');
  const found = [
    ...(lock === null ? [] : [lockPrecondition(lock, armed !== undefined, changeUnderWay)]),
    ...journals.filter((journal) => journal !== armed).flatMap(switchPrecondition),
  ];
  const kept = `${count(journals.length, 'journal')} of earlier runs`;
  return found.length > 0 ? found : [ok('leftovers', journals.length === 0 ? 'nothing left of earlier runs' : kept)];
}

function lockPrecondition({ run, secondsLeft }: HostLock, isArmed: boolean, changeUnderWay: boolean): Precondition {
  const owner = run === '' ? 'a run that died before it wrote its name' : `run ${run}`;
  const armed = isArmed ? ', its dead man’s switch is armed' : '';
  if (secondsLeft !== null && secondsLeft < 0) {
    const expired = `lock of ${owner} expired ${String(-secondsLeft)} s ago${armed}`;
    return warning('leftovers', expired, 'Nothing: the next run takes it over.');
  }
  const until = secondsLeft === null ? 'for ever' : `for ${String(secondsLeft)} s more`;
  const held = `HostLocked: ${memoryFolder}/lock is held by ${owner} ${until}${armed}`;
  return changeUnderWay
    ? warning('leftovers', held, 'Wait for the change that is under way.')
    : trouble('leftovers', held, cureOf('HostLocked'));
}

function switchPrecondition({ run, deadManSwitch }: HostJournal): readonly Precondition[] {
  const journal = `${memoryFolder}/journal/${run}`;
  switch (deadManSwitch) {
    case 'armed':
      return [
        warning(
          'leftovers',
          `a dead man’s switch of run ${run} is armed: the host may take that change back`,
          `Wait until it has fired; if it does not, the host was restarted meanwhile: rm ${journal}/armed.*`,
        ),
      ];
    case 'fired':
      return [
        warning(
          'leftovers',
          `DeadManFired: the host took the change of run ${run} back by itself`,
          `Check the network of the host; ${journal}/fired.log tells how it went. Then rm -r ${journal}.`,
        ),
      ];
    case 'none':
      return [];
  }
}
