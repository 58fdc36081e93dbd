import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { ensureSimulator, stopSimulator } from '../../lab/simulated/process';
import type { RunningSimulator } from '../../lab/simulated/running-simulator';
import { joinLocalServer, type LocalServer } from '../../temporal/local-server';
import { runCommand } from '../support/command-line';
import { dumpPool } from '../../chaos/dump-pool';

const stateHome = mkdtempSync(path.join(tmpdir(), 'xen-offload-bad-input-'));

describe('a mistake that is found before anything is started', () => {
  test.each<[string, string, string]>([
    ['an unknown pool', 'audit simulatd', 'no pool is called simulatd; did you mean simulated?'],
    ['a command that does not exist', 'remediat simulated', 'unknown command'],
    [
      'a policy that does not exist',
      'remediate simulated --policy all',
      'Allowed choices are evidence, classic, guests, custom',
    ],
    [
      'policy custom without one in the configuration',
      'remediate simulated --policy custom',
      '--policy custom needs a policy with pif: and vif: modes',
    ],
    [
      '--local with --stored',
      'remediate simulated --policy classic --local --stored',
      '--local and --stored exclude each other',
    ],
    ['--trial with --stored', 'remediate simulated --trial --stored', '--trial needs live changes'],
    [
      '--measure with --dry-run, which measures nothing',
      'remediate simulated --measure a,b --dry-run',
      "'--measure <from,to[@address]>' cannot be used with option '-n, --dry-run'",
    ],
    [
      'a selector of no known kind',
      'audit simulated --only disk:sda',
      'disk:sda: expected host:NAME, nic:NAME, vm:NAME, network:NAME',
    ],
    [
      'a number that is none',
      'remediate simulated --policy classic --max-failures many',
      'many: expected a whole number from 0 to 64',
    ],
    [
      '--fresh on a pool that is not simulated',
      'remediate root@127.0.0.1 --policy classic --fresh',
      '--fresh makes a new simulated pool',
    ],
    ['a configuration file that is not there', 'audit prod-a --config missing.yaml', 'missing.yaml cannot be read'],
  ])('%s is exit code 64 with one clear line', async (_, words, message) => {
    const { exitCode, stderr } = await runCommand(words.split(' '), stateHome);

    expect(stderr).toContain(message);
    expect(stderr).not.toContain('    at ');
    expect(stderr).not.toContain('Temporal server');
    expect(exitCode).toBe(64);
  });

  test.each<[string, string, string]>([
    ['malformed YAML', 'pools: {prod-a: [', 'xen-offload: xen-offload.yaml, line 1: '],
    [
      'an unknown key',
      'pools:\n  prod-a:\n    hosts: [root@127.0.0.1]\n    polcy: classic\n',
      'line 4: unknown key polcy in pools.prod-a; did you mean policy?',
    ],
    [
      'an unknown mode',
      'pools:\n  prod-a:\n    hosts: [root@127.0.0.1]\n    policy: { pif: { txx: off } }\n',
      'line 4: unknown key txx in pools.prod-a.policy.pif; did you mean tx?',
    ],
    [
      'gro for VIFs',
      'pools:\n  prod-a:\n    hosts: [root@127.0.0.1]\n    policy: { vif: { gro: off } }\n',
      'gro cannot be set on VIFs: xapi never reads it there',
    ],
  ])('%s in xen-offload.yaml names the place', async (_, yaml, message) => {
    const folder = mkdtempSync(path.join(stateHome, 'yaml-'));
    writeFileSync(path.join(folder, 'xen-offload.yaml'), yaml);

    const { exitCode, stderr } = await runCommand(['audit', 'prod-a'], stateHome, folder);

    expect(stderr).toContain(message);
    expect(exitCode).toBe(64);
  });

  test('with --json is one document on stdout that names the type and the cure', async () => {
    const { stdout, exitCode } = await runCommand(['audit', 'nowhere', '--json'], stateHome);

    expect(JSON.parse(stdout)).toMatchObject({
      command: 'audit',
      outcome: 'failed',
      error: { type: 'UnknownPool', whatToDo: expect.stringContaining('xen-offload.yaml') },
    });
    expect(exitCode).toBe(64);
  });
});

describe('a host that cannot be worked with', () => {
  let server: LocalServer;
  let hosts: RunningSimulator;
  let before: string;
  const address = (): string[] => [`root@${hosts.coordinatorAddress}`, '--ssh-config', hosts.sshConfigFile];
  const run = (words: string[]) => runCommand(words, stateHome);

  beforeAll(async () => {
    const stateDir = path.join(stateHome, 'xen-offload');
    server = await joinLocalServer({ stateDir, progress: () => undefined });
    hosts = await ensureSimulator({ directory: path.join(stateHome, 'hosts'), hosts: 2 });
    before = await dumpPool(hosts.sshConfigFile, hosts.hosts);
  });
  afterEach(async () => {
    await hosts.clearFaults();
    expect(await dumpPool(hosts.sshConfigFile, hosts.hosts)).toBe(before);
  });
  afterAll(async () => {
    await stopSimulator(hosts.directory);
    await server.leave();
    await rm(stateHome, { recursive: true, force: true });
  });

  test('unreachable: says so, names the host, and what to check', async () => {
    const { exitCode, stderr } = await run(['remediate', 'root@127.0.0.1', '--port', '1', '--policy', 'classic']);

    expect(stderr).toContain('xen-offload: root@127.0.0.1: cannot be reached by SSH');
    expect(stderr).toContain('HostUnreachable: Check address, port and whether SSH is switched off');
    expect(exitCode).toBe(1);
  });

  test('with a host key that known_hosts does not hold: refused', async () => {
    const known = path.join(stateHome, 'empty');
    writeFileSync(known, '');
    const { exitCode, stderr } = await run(['remediate', ...address(), '--known-hosts', known, '--policy', 'classic']);

    expect(stderr).toMatch(/shows an unknown ssh-ed25519 key SHA256:/);
    expect(stderr).toContain('HostKeyUnknown');
    expect(exitCode).toBe(1);
  });

  test('with another host key than known: refused', async () => {
    await hosts.addFault({ kind: 'wrong-host-key', host: 'sim-01' });
    const known = path.join(hosts.directory, 'known_hosts');
    const { exitCode, stderr } = await run(['remediate', ...address(), '--known-hosts', known, '--policy', 'classic']);

    expect(stderr).toContain('HostKeyChanged');
    expect(exitCode).toBe(1);
  });

  test('that refuses our key: says so', async () => {
    const identity = path.join(hosts.directory, 'host-keys', 'sim-01');
    const { exitCode, stderr } = await run(['audit', ...address(), '--identity', identity]);

    expect(stderr).toContain('AuthenticationFailed');
    expect(exitCode).toBe(1);
  });

  test('that is no XenServer: says so', async () => {
    await hosts.addFault({ kind: 'program-missing', host: 'sim-01', program: 'xe' });
    const { exitCode, stderr } = await run(['audit', ...address(), '--identity', hosts.identityFile]);

    expect(stderr).toContain('this is not a XenServer host');
    expect(exitCode).toBe(1);
  });

  test('a supporter given instead of the coordinator leads to the whole pool', async () => {
    const supporter = hosts.hosts[1]?.address ?? '';
    const { stdout, exitCode } = await run([
      'audit',
      `root@${supporter}`,
      '--ssh-config',
      hosts.sshConfigFile,
      '--json',
    ]);

    expect(JSON.parse(stdout)).toMatchObject({ hosts: [{ name: 'sim-01' }, { name: 'sim-02' }] });
    expect(exitCode).toBe(2);
  });

  test('a selection that leaves nothing changes nothing and says so', async () => {
    const { stdout, exitCode } = await run([
      'remediate',
      ...address(),
      '--policy',
      'classic',
      '--only',
      'host:nobody',
      '--json',
    ]);

    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'nothing-to-do', hosts: [], summary: { xeWrites: 0 } });
    expect(exitCode).toBe(0);
  });

  test('VMs are selected by their labels, whatever characters those hold, and no others', async () => {
    const { vms, vifs } = poolDatabase();
    const wanted = vms.filter((vm) => vm.kind === 'guest' && /['",;\n]/.test(vm.nameLabel));
    expect(wanted.length).toBeGreaterThan(2);
    const labels = new Set(wanted.map((vm) => vm.nameLabel));
    const only = [...labels].flatMap((label) => ['--only', `vm:${label}`]);
    const { stdout } = await run([
      ...['remediate', ...address(), '--policy', 'guests', '--stored', '--dry-run', '--json'],
      ...only,
    ]);

    const report: { hosts: { changes: { target: string }[] }[]; poolChanges: { target: string }[] } =
      JSON.parse(stdout);
    const targets = [...report.hosts.flatMap((host) => host.changes), ...report.poolChanges].map((each) => each.target);
    const owners = vms.filter((vm) => vifs.some((vif) => vif.vm === vm.uuid && targets.includes(vif.uuid)));
    expect(new Set(owners.map((vm) => vm.nameLabel))).toEqual(labels);
    expect(targets.filter((target) => !vifs.some((vif) => vif.uuid === target))).toEqual([]);
  });

  /** The database file of the simulated pool. */
  function poolDatabase() {
    const { xapi }: { xapi: PoolDatabase } = JSON.parse(readFileSync(path.join(hosts.directory, 'pool.json'), 'utf8'));
    return xapi;
  }
});

interface PoolDatabase {
  readonly vms: readonly { uuid: string; nameLabel: string; kind: string }[];
  readonly vifs: readonly { uuid: string; vm: string }[];
}
