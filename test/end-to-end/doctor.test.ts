import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { startExamination, unwrap } from '../../client/start-run';
import { errorCatalogue, type ErrorType } from '../../domain/error-catalogue';
import type { PoolCheckup } from '../../domain/examination';
import type { FaultPlan } from '../../lab/standin/faults/fault';
import { runCommand } from '../support/command-line';
import { Lab } from '../support/lab';

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.start(4);
});
afterEach(() => {
  lab.simulator.faults.clear();
});
afterAll(async () => {
  await lab.stop();
});

const examine = async (): Promise<PoolCheckup> =>
  unwrap((await startExamination(lab.session, { pool: 'lab', change: null })).result());

/** What is not ok, by whom it concerns. */
const attention = ({ preconditions, hosts }: PoolCheckup) =>
  [
    ...preconditions.map((each) => ({ who: 'pool', ...each })),
    ...hosts.flatMap(({ host, preconditions: own }) => own.map((each) => ({ who: host.name, ...each }))),
  ].filter(({ level }) => level !== 'ok');

const cure = (type: ErrorType): string => errorCatalogue[type].whatToDo;

test('four troubles on four hosts are told at once, each with its cure', async () => {
  const { faults } = lab.simulator;
  const lock = path.join(lab.simulator.directory, 'hosts/sim-01/root/var/lib/xen-offload/lock');
  mkdirSync(lock, { recursive: true });
  writeFileSync(path.join(lock, 'run'), 'run-7\n');
  writeFileSync(path.join(lock, 'expires'), '99999999999\n');
  faults.add({ kind: 'host-unreachable', host: 'sim-02' });
  faults.add({ kind: 'program-missing', host: 'sim-03', program: 'ethtool' });
  faults.add({ kind: 'wrong-host-key', host: 'sim-04' });

  const found = await examine();
  await rm(lock, { recursive: true });

  expect(found).toMatchObject({ outcome: 'refused', pool: { name: 'simulated pool' } });
  expect(attention(found)).toMatchObject([
    { who: 'sim-01', check: 'leftovers', cure: cure('HostLocked') },
    { who: 'sim-02', check: 'reachable', cure: cure('HostUnreachable') },
    { who: 'sim-03', check: 'tools', message: 'ToolMissing: ethtool', cure: cure('ToolMissing') },
    { who: 'sim-04', check: 'reachable', cure: cure('HostKeyChanged') },
  ]);
  expect(found.hosts.map(({ error }) => error?.type ?? null)).toEqual([
    null,
    'HostUnreachable',
    null,
    'HostKeyChanged',
  ]);
});

test('a pool that is fit is clean, and costs one execution for the pool and one a host', async () => {
  const found = await examine();

  expect(attention(found)).toEqual([]);
  expect(found).toMatchObject({ outcome: 'clean', cost: { executions: 5, xeWrites: 0 } });
});

test('a host without tcpdump is fit for changes', async () => {
  lab.simulator.faults.add({ kind: 'program-missing', host: 'sim-03', program: 'tcpdump' });

  const found = await examine();

  expect(found.outcome).toBe('clean');
  expect(attention(found)).toMatchObject([{ who: 'sim-03', check: 'tools', level: 'warning' }]);
});

test.each<[string, FaultPlan, string, ErrorType]>([
  ['cannot be reached', { kind: 'host-unreachable', host: 'sim-01' }, 'reachable', 'HostUnreachable'],
  ['shows another key', { kind: 'wrong-host-key', host: 'sim-01' }, 'reachable', 'HostKeyChanged'],
  [
    'has an xapi that refuses to list its pool',
    { kind: 'xe-refuses', command: '^pool-list', error: 'emergency-mode' },
    'xapi',
    'XapiUnavailable',
  ],
])(
  'where the only configured host %s, that is said, whatever connection is still open',
  async (_, fault, check, type) => {
    await lab.find();
    lab.simulator.faults.add(fault);

    const found = await examine();

    expect(found).toMatchObject({ outcome: 'refused', pool: null });
    expect(attention(found)).toMatchObject([
      { who: 'pool', check: 'hosts' },
      { who: lab.simulator.coordinatorAddress, check, cure: cure(type) },
    ]);
  },
);

test('the command says so for people and for programs, with an exit code', async () => {
  const home = mkdtempSync(path.join(tmpdir(), 'xen-offload-doctor-'));
  try {
    const people = await runCommand(['doctor', 'simulated:2'], home);
    const programs = await runCommand(['doctor', 'simulated:2', '--json'], home);

    expect(people.stdout).toMatch(/^sim-02 +ok +ethtool 4\.19, tcpdump 4\.9\.2, clock \+\d+ s/m);
    expect(people.stdout).toContain('clean: simulated pool is fit for a run; 2 hosts');
    expect(people.exitCode).toBe(0);
    expect(JSON.parse(programs.stdout)).toMatchObject({
      command: 'doctor',
      outcome: 'clean',
      hosts: [{ name: 'sim-01', level: 'ok' }, { name: 'sim-02' }],
      summary: { hosts: 2, troubles: 0, warnings: 0, remoteCommands: 3 },
    });
  } finally {
    await rm(home, { recursive: true, force: true });
  }
});
