import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { dumpPool } from '../../chaos/dump-pool';
import type { Report } from '../../domain/report';
import { ensureSimulator, stopSimulator } from '../../lab/simulated/process';
import type { RunningSimulator } from '../../lab/simulated/running-simulator';
import { runCommand, type CommandEnd } from '../support/command-line';

const run = promisify(execFile);

let folder: string;
let simulator: RunningSimulator;
let objects: Awaited<ReturnType<typeof findObjects>>;
/** The pool once the values are stored. */
let stored: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'xen-offload-stored-'));
  simulator = await ensureSimulator({ directory: path.join(folder, 'simulated'), hosts: 2, seed: 'stored' });
  objects = await findObjects();
  await storeValues();
  stored = await dumpPool(simulator.sshConfigFile, simulator.hosts);
});
afterAll(async () => {
  await stopSimulator(simulator.directory);
  await rm(folder, { recursive: true, force: true });
});

/** Runs the stand-in's own `xe`, as a person would over SSH. */
async function xe(...words: string[]): Promise<string> {
  const command = ['xe', ...words.map((word) => `'${word}'`)].join(' ');
  const { stdout } = await run('ssh', ['-F', simulator.sshConfigFile, 'sim-01', command]);
  return stdout.trim();
}

const only = (list: string, ...filters: string[]): Promise<string> =>
  xe(`${list}-list`, ...filters, 'params=uuid', '--minimal');

async function findObjects() {
  const pif = (host: string, device: string, vlan = '-1'): Promise<string> =>
    only('pif', `host-name-label=${host}`, `device=${device}`, `VLAN=${vlan}`);
  const vifOf = async (vm: Promise<string>): Promise<string> => only('vif', `vm-uuid=${await vm}`, 'device=0');
  const coordinator = await only('host', 'name-label=sim-01');
  const [template, snapshot] = [await only('template'), await only('snapshot')];
  return {
    eth0: await pif('sim-01', 'eth0'),
    eth1: await pif('sim-01', 'eth1'),
    eth2: await pif('sim-01', 'eth2'),
    eth3: await pif('sim-01', 'eth3'),
    bond: await pif('sim-01', 'bond0'),
    vlan: await pif('sim-01', 'eth1', '42'),
    otherEth0: await pif('sim-02', 'eth0'),
    otherEth1: await pif('sim-02', 'eth1'),
    otherBond: await pif('sim-02', 'bond0'),
    otherMember: await pif('sim-02', 'eth2'),
    /** Holds `ethtool-tx=off` from the start. */
    vif: await vifOf(only('vm', 'dom-id=1', `resident-on=${coordinator}`)),
    halted: await vifOf(only('vm', 'power-state=halted')),
    template,
    templateVif: await vifOf(Promise.resolve(template)),
    snapshot,
    snapshotVif: await vifOf(Promise.resolve(snapshot)),
  };
}

async function storeValues(): Promise<void> {
  const store = async (kind: 'pif' | 'vif', uuid: string, key: string): Promise<void> => {
    await xe(`${kind}-param-set`, `uuid=${uuid}`, `other-config:ethtool-${key}`);
  };
  await store('pif', objects.eth0, 'tx=”off”');
  await store('pif', objects.eth1, 'tx=Off');
  await store('pif', objects.otherEth0, 'tx=0');
  // Right, and in force.
  await store('pif', objects.otherEth1, 'tx=true');
  await store('pif', objects.otherMember, 'tso=false');
  await store('pif', objects.vlan, 'tx=off');
  await store('pif', objects.bond, 'tx=off');
  await store('vif', objects.vif, 'gro=off');
  // Right, and in force once the VM starts.
  await store('vif', objects.halted, 'tx=off');
  await store('vif', objects.templateVif, 'tx=off');
  await store('vif', objects.snapshotVif, 'tx=off');
}

async function command(name: string, ...options: string[]): Promise<CommandEnd> {
  const pool = [`root@${simulator.coordinatorAddress}`, '--ssh-config', simulator.sshConfigFile];
  return runCommand([name, ...pool, ...options], path.join(folder, 'state'), folder);
}

const noteLines = (text: string): readonly string[] =>
  text.split('\n').filter((line) => / (ineffective|not-in-force): /.test(line));

/** What no plan of a policy speaks of, a line each. */
const beyondAnyPlan = () => {
  const { eth1, eth2, eth3, bond, vlan, otherBond, vif, template, templateVif, snapshot, snapshotVif } = objects;
  const remove = (kind: string, uuid: string, mode: string): string =>
    `xe ${kind}-param-remove uuid=${uuid} param-name=other-config param-key=ethtool-${mode}.`;
  return {
    bond:
      'sim-01: bond0 ineffective: ethtool-tx=off on a bond PIF. On Open vSwitch a bond has no device of its own, and ' +
      `xapi passes its keys over. Store it on its members, eth2 (PIF ${eth2}) and eth3 (PIF ${eth3}), ` +
      `and remove it here: ${remove('pif', bond, 'tx')}`,
    vlan:
      'sim-01: eth1.42 ineffective: ethtool-tx=off on a VLAN PIF. On Open vSwitch a VLAN has no device of its own, and ' +
      `xapi passes its keys over. Store it on what is below, eth1 (PIF ${eth1}), and remove it here: ${remove('pif', vlan, 'tx')}`,
    vifNotInForce:
      'sim-01: vif1.0 not-in-force: tx is on, stored off. xapi applies it when the VIF comes online: it was stored later, ' +
      'or ethtool changed the mode since. In force after a full shutdown and start of its VM, ' +
      `xe vif-unplug and xe vif-plug uuid=${vif}, or a migration; after a reboot only where that builds a new domain.`,
    vifGro:
      'sim-01: vif1.0 ineffective: ethtool-gro=off on a VIF. xapi reads gro and lro of NICs only, never of a VIF. ' +
      `Remove it: ${remove('vif', vif, 'gro')}`,
    memberNotInForce:
      'sim-02: eth2 not-in-force: tso is on, stored off. xapi applies it when it brings the PIF up: it was stored later, ' +
      `or ethtool changed the mode since. In force after xe pif-plug uuid=${otherBond} ` +
      '(of its bond: a member itself cannot be plugged), a toolstack restart, or a reboot of the host.',
    template:
      `templates and snapshots: ${templateVif} ineffective: ethtool-tx=off on a VIF of a template. ` +
      `The template (${template}) runs nowhere: the key takes effect only in VMs made from it, which take it along. ` +
      `Leave it where that is meant, or remove it: ${remove('vif', templateVif, 'tx')}`,
    snapshot:
      `templates and snapshots: ${snapshotVif} ineffective: ethtool-tx=off on a VIF of a snapshot. ` +
      `The snapshot (${snapshot}) runs nowhere: the key takes effect only in VMs made from it or set back to it, ` +
      `which take it along. Leave it where that is meant, or remove it: ${remove('vif', snapshotVif, 'tx')}`,
  };
};

test('an audit finds and explains every stored value that does nothing, or nothing yet, and no other', async () => {
  const { eth0, eth1, otherEth0 } = objects;
  const wrong = (place: string, value: string, fault: string, uuid: string): string =>
    `${place} ineffective: ethtool-tx=${value}. xapi takes only on, true, off and false; this value ${fault}. ` +
    `Store off: xe pif-param-set uuid=${uuid} other-config:ethtool-tx=off. In force after xe pif-plug uuid=${uuid} ` +
    '(also while it is attached), a toolstack restart, or a reboot of the host.';
  const beyond = beyondAnyPlan();

  const { exitCode, stdout } = await command('audit');

  expect([...noteLines(stdout)].sort()).toEqual(
    [
      wrong('sim-01: eth0', '”off”', 'stands in typographic quotes', eth0),
      wrong('sim-01: eth1', 'Off', 'is in upper case', eth1),
      wrong('sim-02: eth0', '0', 'is a number', otherEth0),
      ...Object.values(beyond),
    ].sort(),
  );
  expect(exitCode).toBe(2);
});

test('programs get each of them in full', async () => {
  const { exitCode, stdout } = await command('audit', '--json');
  const { storedFindings }: Report = JSON.parse(stdout);

  expect(exitCode).toBe(2);
  expect(storedFindings).toHaveLength(10);
  expect(storedFindings).toContainEqual({
    kind: 'ineffective',
    host: 'sim-01',
    target: 'eth0',
    object: objects.eth0,
    mode: 'tx',
    key: 'ethtool-tx',
    value: '”off”',
    what: 'ethtool-tx=”off”',
    why: 'xapi takes only on, true, off and false; this value stands in typographic quotes.',
    cure: expect.stringContaining(`other-config:ethtool-tx=off. In force after xe pif-plug uuid=${objects.eth0}`),
  });
});

test('a remediation mends what it plans for, names the rest, and is taken back to the last quote', async () => {
  const { eth0, eth1, otherEth0, otherMember, vlan, bond, vif, templateVif, snapshotVif } = objects;
  const untouched = [vlan, bond, templateVif, snapshotVif];
  const keysOf = (uuid: string, kind: 'pif' | 'vif'): Promise<string> =>
    xe(`${kind}-param-get`, `uuid=${uuid}`, 'param-name=other-config');
  const written = ['--policy', 'classic', '--stored', '--soak', '0'];
  const plan = await command('remediate', ...written, '--dry-run', '--json');

  const change = await command('remediate', ...written);

  const { storedFindings, hosts, poolChanges }: Report = JSON.parse(plan.stdout);
  const planned = [...hosts.flatMap(({ changes }) => changes), ...poolChanges];
  const mended = (target: string, from: string) => ({ where: 'xapi', target, mode: 'tx', from, to: 'off' });
  expect(planned).toEqual(expect.arrayContaining([mended(eth0, '”off”'), mended(eth1, 'Off'), mended(otherEth0, '0')]));
  expect(planned.filter(({ target, mode }) => untouched.includes(target) || mode === 'gro')).toEqual([]);
  expect(
    planned.filter(({ target, mode }) => (target === vif ? mode === 'tx' : target === otherMember && mode === 'tso')),
  ).toEqual([]);
  expect([...noteLines(change.stdout)].sort()).toEqual(Object.values(beyondAnyPlan()).sort());
  expect(storedFindings.map(({ host, target, what }) => `${host} ${target} ${what}`)).toHaveLength(7);
  expect(change.exitCode).toBe(0);
  expect(await keysOf(eth0, 'pif')).toContain('ethtool-tx: off');
  expect(await keysOf(vlan, 'pif')).toBe('ethtool-tx: off');
  expect(await keysOf(vif, 'vif')).toMatch(/ethtool-gro: off/);
  expect(await keysOf(templateVif, 'vif')).toBe('ethtool-tx: off');

  const back = await command('rollback');

  expect(back.exitCode).toBe(0);
  expect(await dumpPool(simulator.sshConfigFile, simulator.hosts)).toBe(stored);
  expect(stored).toContain('ethtool-tx: ”off”');
});
