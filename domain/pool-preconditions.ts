import type { AskedHost, ExaminePoolInput, PoolSurvey, SurveyedPool } from './examination';
import { limits } from './limits';
import { cureOf, ok, told, trouble, warning, type Precondition } from './precondition';
import { count } from './words';

/**
 * Everything a run relies on that is about no single host. `examined` are the addresses that have lines of their own:
 * of those nothing is said here.
 */
export function poolPreconditions(
  { asked, pool }: PoolSurvey,
  examined: readonly string[],
  change: ExaminePoolInput['change'],
): readonly Precondition[] {
  const silent = asked.filter(({ address }) => !examined.includes(bareAddress(address))).flatMap(silentHost);
  const underWay =
    change === null
      ? []
      : [
          warning(
            'change',
            `a change of this pool is under way, run ${change.runId}: another one would be refused`,
            `Watch it: ${change.url}`,
          ),
        ];
  if (pool === null) {
    const unknown = 'no configured host tells which pool it is in, so its other hosts are not known';
    return [...silent, trouble('hosts', unknown, 'Cure what is named here of those hosts first.'), ...underWay];
  }
  return [...silent, poolSize(pool), coordinator(pool), highAvailability(pool), ...underWay];
}

/** `root@10.0.0.11` is the host at 10.0.0.11. */
export const bareAddress = (address: string): string => address.replace(/^.*@/, '');

/** A run goes on to the next configured host only from one that cannot be reached. */
function silentHost({ address, error }: AskedHost): readonly Precondition[] {
  if (error === null) return [];
  const message = `configured host ${address}: ${told(error)}`;
  const level = error.type === 'HostUnreachable' ? warning : trouble;
  return [level('configured', message, cureOf(error.type))];
}

function poolSize({ hosts }: SurveyedPool): Precondition {
  const size = count(hosts.length, 'host');
  if (hosts.length > limits.poolHosts) {
    return trouble(
      'hosts',
      `PoolTooLarge: ${size}; at most ${String(limits.poolHosts)} are supported`,
      cureOf('PoolTooLarge'),
    );
  }
  return ok('hosts', size);
}

function coordinator({ coordinator: uuid, hosts }: SurveyedPool): Precondition {
  const host = hosts.find((each) => each.uuid === uuid);
  if (host !== undefined) return ok('coordinator', `coordinator ${host.name}`);
  return trouble('coordinator', `PoolEmpty: the pool does not list its coordinator ${uuid}`, cureOf('PoolEmpty'));
}

const highAvailability = ({ haEnabled }: SurveyedPool): Precondition =>
  haEnabled
    ? warning(
        'high-availability',
        'HA is on: hosts are changed one at a time, which takes longer',
        'Nothing, or switch HA off for the change: xe pool-ha-disable.',
      )
    : ok('high-availability', 'HA off');
