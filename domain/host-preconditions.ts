import type { Examination, ExaminedHost, HostFacts, Room, SurveyedHost } from './examination';
import { hostTools } from './host-tools';
import { leftoverPreconditions, memoryFolder } from './leftover-preconditions';
import { limits } from './limits';
import { cureOf, ok, told, trouble, warning, type Precondition } from './precondition';

/** What is known of a host: what it showed itself, and what its pool says of it, null where no pool was found. */
export interface KnownHost {
  readonly host: ExaminedHost;
  readonly surveyed: SurveyedHost | null;
  readonly isCoordinator: boolean;
  readonly examination: Examination;
}

/** Everything a run relies on, on one host. Of one that could not be looked at there is nothing but why. */
export function hostPreconditions(
  { host, surveyed, isCoordinator, examination: { facts, error } }: KnownHost,
  changeUnderWay: boolean,
): readonly Precondition[] {
  if (error !== null) {
    const also = [
      ...(isCoordinator ? ['it is the coordinator, so no run can start'] : []),
      ...(surveyed?.live === false ? ['xapi does not see it alive either'] : []),
    ];
    return [trouble('reachable', [told(error), ...also].join('; '), cureOf(error.type))];
  }
  return [
    ok('reachable', 'answers over SSH, with the host key that is known'),
    identity(host, facts),
    ...xapi(facts),
    ...(surveyed === null ? [] : enabled(surveyed)),
    root(facts),
    ...tools(facts),
    clock(facts),
    ...leftoverPreconditions(facts, changeUnderWay),
    ...room(facts),
    ...(surveyed === null || surveyed.idleNics.length === 0 ? [] : [ok('nics', surveyed.idleNics.join(', '))]),
  ];
}

function identity({ uuid }: ExaminedHost, { installationUuid }: HostFacts): Precondition {
  if (installationUuid === null) {
    return trouble('identity', 'NotXenServer: no /etc/xensource-inventory that names a host', cureOf('NotXenServer'));
  }
  if (uuid !== null && uuid !== installationUuid) {
    return trouble('identity', `WrongHost: host ${installationUuid} answers at this address`, cureOf('WrongHost'));
  }
  return ok('identity', uuid === null ? 'is a XenServer host' : 'is the host that the pool says');
}

/** A machine that is no XenServer host has said so once. */
function xapi({ xapi: error, installationUuid }: HostFacts): readonly Precondition[] {
  if (error === null) return [ok('xapi', 'xe answers')];
  return installationUuid === null ? [] : [trouble('xapi', told(error), cureOf(error.type))];
}

function enabled({ live, enabled: isEnabled, uuid }: SurveyedHost): readonly Precondition[] {
  if (!live) {
    return [warning('enabled', 'xapi does not see it alive', 'Restart its toolstack: xe-toolstack-restart.')];
  }
  if (isEnabled) return [ok('enabled', 'enabled and alive in xapi')];
  const cure = `Nothing, where that is meant; else xe host-enable uuid=${uuid}.`;
  return [warning('enabled', 'disabled in xapi: no VM starts there; runs do change it', cure)];
}

const root = ({ userId }: HostFacts): Precondition =>
  userId === 0
    ? ok('root', 'logged in as root')
    : trouble('root', `logged in as user ${String(userId)}, not root`, 'Name the user root for this pool.');

function tools({ missingTools, versions }: HostFacts): readonly Precondition[] {
  const without = (use: string): string => missingTools.filter((tool) => hostTools[tool] === use).join(', ');
  const [always, captures, nothing] = [without('every run'), without('captures'), without('nothing')];
  const found = [
    ...(always === '' ? [] : [trouble('tools', `ToolMissing: ${always}`, cureOf('ToolMissing'))]),
    ...(captures === ''
      ? []
      : [
          warning(
            'tools',
            `ToolMissing: ${captures}: packets cannot be looked at; changes work`,
            cureOf('ToolMissing'),
          ),
        ]),
    ...(nothing === ''
      ? []
      : [warning('tools', `ToolMissing: ${nothing}, which every dom0 has`, 'Make sure that this is a dom0.')]),
  ];
  if (found.length > 0) return found;
  return [ok('tools', `ethtool ${versions.ethtool ?? 'unknown'}, tcpdump ${versions.tcpdump ?? 'unknown'}`)];
}

function clock({ clockSkewSeconds }: HostFacts): Precondition {
  if (Math.abs(clockSkewSeconds) <= limits.clockSkewSeconds) {
    return ok('clock', `clock ${clockSkewSeconds < 0 ? '' : '+'}${String(clockSkewSeconds)} s`);
  }
  const off = `${String(Math.abs(clockSkewSeconds))} s ${clockSkewSeconds < 0 ? 'behind' : 'ahead of'}`;
  return warning(
    'clock',
    `its clock is ${off} the worker's, so times in its logs mislead`,
    'Check NTP on the host and where the worker runs.',
  );
}

/** Without the memory folder no host is changed; the temporary folder is for captures only. */
function room({ room: { memory, temporary } }: HostFacts): readonly Precondition[] {
  const lacks = [
    ...roomLack(memory, memoryFolder).map((lack) => trouble('room', `${lack}: no run can change this host`, freeIt)),
    ...roomLack(temporary, 'the temporary folder').map((lack) =>
      warning('room', `${lack}: packets cannot be looked at`, freeIt),
    ),
  ];
  return lacks.length > 0 ? lacks : [ok('room', 'can write where runs write')];
}

const freeIt = 'Free some space there, and check that the file system is mounted read-write.';

function roomLack({ writable, freeKilobytes }: Room, folder: string): readonly string[] {
  if (!writable) return [`cannot write to ${folder}`];
  if (freeKilobytes === null || freeKilobytes >= limits.hostFreeKilobytes) return [];
  const wanted = `${String(limits.hostFreeKilobytes)} kB are wanted`;
  return [`${String(freeKilobytes)} kB are free for ${folder}, ${wanted}`];
}
