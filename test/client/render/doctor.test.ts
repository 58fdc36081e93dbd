import { expect, test } from '@jest/globals';
import { renderDoctor } from '../../../client/render/doctor';
import { doctorReport } from '../../../client/report/doctor-report';
import type { HostCheckup, PoolCheckup } from '../../../domain/examination';
import { ok, trouble, warning, worst, type Precondition } from '../../../domain/precondition';
import { noCost } from '../../../domain/run';
import { plainText } from '../../support/plain-text';

const fine = [ok('reachable', 'answers'), ok('tools', 'ethtool 4.19, tcpdump 4.9.2'), ok('clock', 'clock +0 s')];

const checked = (name: string, preconditions: readonly Precondition[]): HostCheckup => ({
  host: { uuid: null, name, address: name },
  error: null,
  level: worst(preconditions),
  preconditions,
});

const render = (hosts: readonly HostCheckup[], columns?: number): string => {
  const outcome: PoolCheckup['outcome'] = hosts.some(({ level }) => level === 'trouble') ? 'refused' : 'clean';
  const run = { workflowId: 'doctor', runId: 'run-1', url: 'http://ui/run-1', startTime: new Date(0) };
  const preconditions = [ok('hosts', `${String(hosts.length)} hosts`), ok('coordinator', 'coordinator xen-01')];
  return plainText(
    renderDoctor(
      doctorReport(
        'prod-a',
        { ...run, closeTime: new Date(1_300) },
        { outcome, pool: null, preconditions, hosts, cost: noCost },
      ),
      columns,
    ),
  );
};

test('all that is fine is a line a host', () => {
  expect(render([checked('xen-01', fine), checked('xen-02', fine)])).toBe(
    [
      'pool    ok  2 hosts, coordinator xen-01',
      'xen-01  ok  ethtool 4.19, tcpdump 4.9.2, clock +0 s',
      'xen-02  ok  ethtool 4.19, tcpdump 4.9.2, clock +0 s',
      '',
      'clean: prod-a is fit for a run; 2 hosts looked at in 1.3 s',
      'Run run-1: http://ui/run-1',
    ].join('\n'),
  );
});

test('what needs attention comes first, each with its cure, and is wrapped to the terminal', () => {
  const lock = trouble('leftovers', 'HostLocked: the lock is held by run 7', 'Wait for it.');
  const clock = warning('clock', 'its clock is 99 s behind', 'Check NTP.');

  expect(render([checked('xen-01', fine), checked('xen-02', [...fine.slice(0, 2), clock, lock])], 46)).toBe(
    [
      'xen-02  trouble  HostLocked: the lock is',
      '                 held by run 7',
      '                 -> Wait for it.',
      'xen-02  warning  its clock is 99 s behind',
      '                 -> Check NTP.',
      'pool    ok       2 hosts, coordinator xen-01',
      'xen-01  ok       ethtool 4.19, tcpdump',
      '                 4.9.2, clock +0 s',
      '',
      'refused: 1 trouble, 1 warning: a run would be refused, or would fail on a host; 2 hosts looked at in 1.3 s',
      'Run run-1: http://ui/run-1',
    ].join('\n'),
  );
});

test('text of a host cannot move the cursor', () => {
  expect(render([checked('xen\u001b[2J', [trouble('xapi', 'XapiRefused: \u0007', 'Read it.')])])).not.toContain(
    '\u0007',
  );
});
