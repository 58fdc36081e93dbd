import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startSimulator, type Simulator } from '../../../../lab/simulated/start-simulator';
import { standinPrograms } from '../../../../lab/standin/host/host-folder';
import { hasOpenSsh, overSsh } from '../../simulated/openssh';

/** A slip here would switch offloads on the machine that runs the simulator. */

const withSsh = hasOpenSsh ? test : test.skip;
const pathBefore = process.env.PATH;

let directory: string;
let decoyNote: string;
let simulator: Simulator;

beforeAll(async () => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'xen-offload-path-'));
  const decoys = path.join(directory, 'decoys');
  decoyNote = path.join(directory, 'decoy-was-called');
  mkdirSync(decoys);
  for (const program of [...standinPrograms, 'ip', 'systemctl']) {
    writeFileSync(path.join(decoys, program), `#!/bin/sh\necho "$0 $*" >>'${decoyNote}'\n`);
    chmodSync(path.join(decoys, program), 0o755);
  }
  process.env.PATH = `${decoys}${path.delimiter}${pathBefore ?? ''}`;
  simulator = await startSimulator({ directory: path.join(directory, 'pool'), hosts: 1 });
});

afterAll(async () => {
  process.env.PATH = pathBefore;
  await simulator.stop();
  rmSync(directory, { recursive: true, force: true });
});

test('the decoys would be called by whoever follows this PATH', () => {
  for (const program of standinPrograms) spawnSync(program, ['--version'], { env: { ...process.env } });
  expect(readFileSync(decoyNote, 'utf8').trim().split('\n')).toHaveLength(standinPrograms.length);
  unlinkSync(decoyNote);
});

withSsh('a host finds the stand-ins in its own folder, and nothing else it must not have', async () => {
  const bin = path.join(simulator.directory, 'hosts', 'sim-01', 'bin');
  const { stdout } = await overSsh(
    simulator,
    'sim-01',
    'for name in xe ethtool tcpdump ip ifconfig tc modprobe systemctl ssh sudo; do command -v "$name"; done; echo "$PATH"',
  );
  expect(stdout.trim().split('\n')).toEqual([
    ...standinPrograms.map((program) => path.join(bin, program)),
    [bin, path.join(simulator.directory, 'hosts', 'tools')].join(path.delimiter),
  ]);
});

withSsh('a host that lost a stand-in finds no other in its place', async () => {
  simulator.faults.add({ kind: 'program-missing', host: 'sim-01', program: 'ethtool' });
  const scripts = [
    'ethtool -K eth0 tx off',
    'sh -c "ethtool -K eth0 tx off"',
    'bash -c "ethtool -K eth0 tx off"',
    'env ethtool -K eth0 tx off',
  ];
  for (const script of scripts) expect(await overSsh(simulator, 'sim-01', script)).toMatchObject({ exitCode: 127 });
  const appended =
    'PATH=$PATH:$XEN_OFFLOAD_ROOT/usr/sbin:$XEN_OFFLOAD_ROOT/sbin:$XEN_OFFLOAD_ROOT/usr/bin:$XEN_OFFLOAD_ROOT/bin; ethtool -K eth0 tx off';
  expect(await overSsh(simulator, 'sim-01', appended)).toMatchObject({ exitCode: 127 });
  simulator.faults.clear();
});

withSsh('calls of a host reach the stand-ins, and never the decoys', async () => {
  const { exitCode } = await overSsh(
    simulator,
    'sim-01',
    'ethtool -K eth0 tx off && xe pif-list && tcpdump -i eth0 -c 1',
  );
  expect(exitCode).toBe(0);
  expect(simulator.counters().calls).toEqual({ ethtool: 1, xe: 1, tcpdump: 1 });
  expect(existsSync(decoyNote)).toBe(false);
});

test('whatever is on the PATH of a host is a stand-in or a tool that has nothing to do with networks', () => {
  const hosts = path.join(simulator.directory, 'hosts');
  const linksIn = (folder: string) =>
    readdirSync(folder).map((name) => [name, realpathSync(path.join(folder, name))] as const);
  const standin = realpathSync(path.join(hosts, 'call.sh'));
  const standins = linksIn(path.join(hosts, 'sim-01', 'bin')).sort(([one], [other]) => one.localeCompare(other));
  expect(standins).toEqual([...standinPrograms].sort().map((program) => [program, standin]));
  const tools = linksIn(path.join(hosts, 'tools'));
  expect(tools.flat().filter((text) => /(^|\/)(ethtool|tcpdump|busybox|xe|ip)$/.test(text))).toEqual([]);
});

test('a folder that would break a PATH in two is refused', async () => {
  const broken = path.join(directory, 'one:/usr/sbin');
  await expect(startSimulator({ directory: broken, hosts: 1 })).rejects.toThrow('PATH');
});
