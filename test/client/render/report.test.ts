import { expect, test } from '@jest/globals';
import { renderChange, renderPlan } from '../../../client/render/report';
import type { Report } from '../../../domain/report';
import { nic as sampleNic } from '../../domain/sample-pool';
import type { StoredFinding } from '../../../domain/stored-finding';
import { plainText } from '../../support/plain-text';

const host = (name: string): Report['hosts'][number] => ({
  name,
  uuid: name,
  address: '10.0.0.1',
  outcome: 'done',
  error: null,
  canRetry: false,
  nics: [],
  changes: [
    { where: 'live', target: 'eth0', mode: 'tx', from: 'on', to: 'off' },
    { where: 'live', target: 'eth0', mode: 'rx', from: 'on', to: 'off' },
    { where: 'xapi', target: 'uuid', mode: 'tx', from: 'absent', to: 'off' },
  ],
  cures: [],
  effect: null,
  stillDifferent: [],
  moved: [],
});

const report: Report = {
  command: 'remediate',
  pool: { uuid: 'pool', name: 'prod' },
  outcome: 'done',
  run: { workflowId: 'pool/1/change', runId: 'run-1', url: 'http://ui/run-1' },
  hosts: [host('xen-1')],
  poolChanges: [],
  poolSlice: null,
  storedFindings: [],
  effect: null,
  throughput: null,
  summary: { hosts: 1, changed: 1, failed: 0, rolledBack: 0, remoteCommands: 9, xeWrites: 1, seconds: 4.2 },
};

test('a change ends with a line a host, what it cost, and how to undo it', () => {
  expect(plainText(renderChange(report, 'prod-a'))).toBe(
    [
      'host   outcome  live           xapi           now',
      'xen-1  done     2 on 1 device  1 on 1 object  rx tx off',
      '',
      'done: 1 of 1 hosts changed, 0 failed, 0 rolled back; 9 remote commands, 1 xe write, 4.2 s',
      'Undo: xen-offload rollback prod-a run-1',
    ].join('\n'),
  );
});

test('a failed host is told with its error, the cure, and what is still different', () => {
  const failed: Report['hosts'][number] = {
    ...host('xen-1'),
    outcome: 'stuck',
    changes: [],
    error: { type: 'UndoIncomplete', message: 'eth0: tso is off, was on', whatToDo: 'Set it by hand.' },
    stillDifferent: ['eth0 tcp-segmentation-offload: is off, was on'],
    moved: ['vif3.0'],
  };
  const text = plainText(renderChange({ ...report, outcome: 'stuck', hosts: [failed] }, 'prod-a'));

  expect(text).toContain('xen-1: UndoIncomplete: eth0: tso is off, was on. Set it by hand.');
  expect(text).toContain('xen-1: still different: eth0 tcp-segmentation-offload: is off, was on');
  expect(text).toContain('xen-1: moved or stopped since the inspection: vif3.0');
});

test('the halted VMs have a line of their own, also when they failed', () => {
  const error = { type: 'XapiRefused' as const, message: 'RBAC permission denied.', whatToDo: 'Read it.' };
  const text = plainText(renderChange({ ...report, poolSlice: { outcome: 'rolled-back', error } }, 'prod-a'));

  expect(text).toMatch(/^halted VMs +rolled-back +- +-$/m);
  expect(text).toContain('halted VMs: XapiRefused: RBAC permission denied. Read it.');
});

test('a plan lists every single change and says that nothing was changed', () => {
  const text = plainText(
    renderPlan({ ...report, outcome: 'planned', hosts: [{ ...host('xen-1'), outcome: 'not-started' }] }),
  );

  expect(text).toContain('xen-1  xapi   uuid    tx    absent  off');
  expect(text).toContain('planned: 3 changes planned; nothing was changed');
});

const stored: StoredFinding = {
  kind: 'ineffective',
  host: 'xen-1',
  target: 'eth0',
  object: 'uuid',
  mode: 'tx',
  key: 'ethtool-tx',
  value: 'off\u001b[2J',
  what: 'ethtool-tx=off\u001b[2J',
  why: 'This value is another word.',
  cure: 'Store off.',
};

test.each([
  ['a change', renderChange],
  ['a plan', renderPlan],
])('%s names the stored values that it does not mend, a line each, with what to do', (_, render) => {
  const lines = plainText(
    render({ ...report, storedFindings: [stored, { ...stored, target: 'eth1' }] }, 'prod-a'),
  ).split('\n');

  expect(lines.filter((line) => line.includes('ineffective'))).toEqual([
    'xen-1: eth0 ineffective: ethtool-tx=off\\x1b[2J. This value is another word. Store off.',
    'xen-1: eth1 ineffective: ethtool-tx=off\\x1b[2J. This value is another word. Store off.',
  ]);
});

test('control characters of a host’s text never reach the terminal', () => {
  expect(renderChange({ ...report, hosts: [host('evil\u001b[2Jname')] }, 'prod-a')).toContain('evil\\x1b[2Jname');
});

const finish = 'Finish the other hosts: xen-offload retry prod-a run-1';
const planAnew = 'Plan the failed hosts anew, once they can be looked at: xen-offload remediate prod-a';

test.each<[string, readonly Partial<Report['hosts'][number]>[], readonly string[]]>([
  ['hosts that never began', [{ outcome: 'not-started', canRetry: true }], [finish]],
  ['hosts that could not be looked at', [{ outcome: 'failed' }], [planAnew]],
  ['both', [{ outcome: 'not-started', canRetry: true }, { outcome: 'failed' }], [finish, planAnew]],
  ['a host whose change did not help', [{ outcome: 'rolled-back' }], []],
])('a run that leaves %s says how to go on', (_, left, lines) => {
  const hosts = [host('xen-1'), ...left.map((each) => ({ ...host('xen-2'), changes: [], ...each }))];
  const text = plainText(renderChange({ ...report, outcome: 'partly-failed', hosts }, 'prod-a'));

  expect(text.split('\n').slice(text.split('\n').indexOf('Undo: xen-offload rollback prod-a run-1') + 1)).toEqual(
    lines,
  );
});

test('whether a change helped is told with the numbers of before and after, and what it did to throughput', () => {
  const because = '0 of 412 arrive damaged at xen-2 eth1, 290 of 300 before';
  const load = { sentAgainPercent: 3.1, checksumErrorsPerSecond: 40, droppedPerSecond: 0, softirqPercent: 2 };
  const effect = { before: load, after: { ...load, sentAgainPercent: 0, checksumErrorsPerSecond: 0 } };
  const { uuid: nic, device } = sampleNic(1, 1, 'eth1');
  const cure = { nic, device, mode: 'tx' as const, because, onTrial: false };
  const cures = [
    { ...cure, answer: 'cured' as const, takenBack: false },
    { ...cure, answer: 'useless' as const, because: 'as before', takenBack: true },
  ];
  const cured = { ...host('xen-1'), cures };
  const text = plainText(renderChange({ ...report, effect, hosts: [cured] }, 'prod-a'));

  expect(text).toContain(`xen-1: eth1 cured: ${because}\nxen-1: eth1 useless: as before; taken back\n`);
  expect(text).toContain(
    'Before -> after, per host: TCP sent again 3.1 -> 0 %, checksum errors 40 -> 0/s, frames dropped 0 -> 0/s, softirq CPU 2 -> 2 %',
  );
});
