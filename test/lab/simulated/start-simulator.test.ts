import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startSimulator, type Simulator } from '../../../lab/simulated/start-simulator';
import { hostProcesses } from '../../../lab/standin/host/host-processes';
import { hasOpenSsh, overSsh } from './openssh';

const withSsh = hasOpenSsh ? test : test.skip;

let directory: string;
const started: Simulator[] = [];

/** Starts the pool of this test, a second time too; whatever runs at the end of the test is stopped. */
async function start(fresh = false): Promise<Simulator> {
  const simulator = await startSimulator({ directory, hosts: 2, fresh });
  started.push(simulator);
  return simulator;
}

beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'xen-offload-sim-'));
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((simulator) => simulator.stop()));
  rmSync(directory, { recursive: true, force: true });
});

describe('OpenSSH', () => {
  withSsh.each(['sim-01', '127.1.0.1'])('reads a host as %s', async (host) => {
    const simulator = await start();
    const { stdout, exitCode } = await overSsh(simulator, host, 'ethtool -k eth1');
    expect(exitCode).toBe(0);
    expect(stdout).toBe(`Features for eth1:\n${simulator.features('sim-01').eth1?.join('\n') ?? ''}\n`);
  });

  withSsh('gets standard output, standard error, exit code and standard input through', async () => {
    const simulator = await start();
    const answer = await overSsh(simulator, 'sim-02', 'echo out; ethtool -k eth9; echo $? >&2; cat; exit 7');
    expect(answer).toEqual({
      stdout: 'out\n',
      stderr: 'Cannot get device feature names: No such device\n1\n',
      exitCode: 7,
    });
  });

  withSsh('sees the same pool from every host', async () => {
    const simulator = await start();
    const read = (host: string) => overSsh(simulator, host, 'xe vm-list params=all; xe pif-list params=all');
    const coordinator = await read('sim-01');
    expect(coordinator.stdout).toContain('two\nlines');
    expect(await read('sim-02')).toEqual(coordinator);
  });

  withSsh('is told of the machine it is on', async () => {
    const simulator = await start();
    const { stdout } = await overSsh(
      simulator,
      'sim-02',
      '. "$XEN_OFFLOAD_ROOT/etc/xensource-inventory"; echo "$INSTALLATION_UUID"',
    );
    expect(stdout).toBe(`${simulator.hosts[1]?.uuid ?? ''}\n`);
  });
});

describe('state', () => {
  withSsh('lasts from one start to the next, with the same ports', async () => {
    const simulator = await start();
    const [, pif] = simulator.database().xapi.pifs;
    const write = `ethtool -K eth2 gro off; xe pif-param-set uuid=${pif?.uuid ?? ''} other-config:ethtool-tx=off; echo kept >"$HOME/var/lib/note"`;
    await overSsh(simulator, 'sim-01', write);
    const { hosts, pool } = simulator;
    await simulator.stop();
    const again = await start();
    expect({ hosts: again.hosts, pool: again.pool }).toEqual({ hosts, pool });
    const read =
      'ethtool -k eth2 | grep ^generic-receive; xe pif-list other-config:ethtool-tx=off --minimal; cat "$HOME/var/lib/note"';
    const { stdout } = await overSsh(again, 'sim-01', read);
    expect(stdout).toBe(`generic-receive-offload: off\n${pif?.uuid ?? ''}\nkept\n`);
  });

  test('moves a host to another port where its own is taken', async () => {
    const simulator = await start();
    const taken = simulator.hosts[0]?.port ?? 0;
    await simulator.stop();
    const squatter = net.createServer().listen(taken, '127.0.0.1');
    await once(squatter, 'listening');
    const again = await start();
    squatter.close();
    expect(again.hosts[0]?.port).not.toBe(taken);
    if (hasOpenSsh) expect((await overSsh(again, 'sim-01', 'echo there')).stdout).toBe('there\n');
  });

  test.each([
    [3, 'the saved simulated pool has 2 hosts, not 3: use --fresh for a new one'],
    [0, 'a simulated pool has 1 to 64 hosts, not 0'],
    [65, 'a simulated pool has 1 to 64 hosts, not 65'],
    [Number.NaN, 'a simulated pool has 1 to 64 hosts, not NaN'],
  ])('is not taken up as a pool of %d hosts', async (hosts, message) => {
    const simulator = await start();
    await simulator.stop();
    const other = startSimulator({ directory, hosts });
    await expect(other).rejects.toMatchObject({ type: 'WrongUsage', message });
  });

  withSsh('is made anew on demand, as another pool', async () => {
    const simulator = await start();
    await overSsh(simulator, 'sim-01', 'ethtool -K eth2 gro off; touch "$HOME/var/lib/note"');
    const before = simulator.pool.uuid;
    simulator.faults.add({ kind: 'host-unreachable', host: 'sim-01' });
    await simulator.stop();
    const anew = await start(true);
    expect(anew.pool.uuid).not.toBe(before);
    expect(anew.faults.list()).toEqual([]);
    const { stdout } = await overSsh(anew, 'sim-01', 'ethtool -k eth2 | grep ^generic-receive; ls "$HOME/var/lib"');
    expect(stdout).toBe('generic-receive-offload: on\n');
  });
});

describe('faults', () => {
  withSsh('an unreachable host is so as often as asked', async () => {
    const simulator = await start();
    const id = simulator.faults.add({ kind: 'host-unreachable', host: 'sim-01', times: 1 });
    expect((await overSsh(simulator, 'sim-01', 'true')).exitCode).toBe(255);
    expect((await overSsh(simulator, 'sim-01', 'true')).exitCode).toBe(0);
    expect(simulator.faults.fired()).toEqual({ [id]: 1 });
  });

  withSsh('a wrong host key is refused by the client, and nothing runs', async () => {
    const simulator = await start();
    simulator.faults.add({ kind: 'wrong-host-key', host: 'sim-01' });
    const { exitCode, stderr } = await overSsh(simulator, 'sim-01', 'true');
    expect(exitCode).toBe(255);
    expect(stderr).toMatch(/host key/i);
    expect(simulator.counters().executions).toBe(0);
  });

  withSsh.each([
    ['before-execution' as const, 'on'],
    ['after-execution' as const, 'off'],
    [{ afterCall: '^ethtool -K eth2' }, 'off'],
  ])('a connection cut %j loses the answer; what was done is known', async (moment, gro) => {
    const simulator = await start();
    const id = simulator.faults.add({ kind: 'connection-cut', host: 'sim-01', moment, times: 1 });
    expect((await overSsh(simulator, 'sim-01', 'ethtool -K eth2 gro off')).exitCode).toBe(255);
    expect(simulator.features('sim-01').eth2).toContain(`generic-receive-offload: ${gro}`);
    expect(simulator.faults.fired()).toEqual({ [id]: 1 });
  });

  withSsh('a call that hangs has done nothing; it goes on when the faults are cleared', async () => {
    const simulator = await start();
    const id = simulator.faults.add({ kind: 'call-hangs', call: '^ethtool -K eth2 gro', times: 1 });
    const hung = overSsh(simulator, 'sim-01', 'ethtool -K eth2 gro off; echo "ended $?"');
    while (simulator.faults.fired()[id] !== 1) await sleep(5);
    expect(simulator.features('sim-01').eth2).toContain('generic-receive-offload: on');
    simulator.faults.clear();
    expect(await hung).toMatchObject({ stdout: 'ended 0\n' });
    expect(simulator.features('sim-01').eth2).toContain('generic-receive-offload: off');
  });

  withSsh('a call that hangs can be given up, and is then never made', async () => {
    const simulator = await start();
    simulator.faults.add({ kind: 'call-hangs', host: 'sim-01', call: '^ethtool -K' });
    const { stdout } = await overSsh(simulator, 'sim-01', 'timeout 0.2 ethtool -K eth2 gro off; echo $?');
    expect(stdout).toBe('124\n');
    simulator.faults.clear();
    await overSsh(simulator, 'sim-01', 'ethtool -k eth2');
    expect(simulator.features('sim-01').eth2).toContain('generic-receive-offload: on');
  });

  withSsh('a missing program is not found, and found again later', async () => {
    const simulator = await start();
    simulator.faults.add({ kind: 'program-missing', host: 'sim-01', program: 'tcpdump', times: 1 });
    expect((await overSsh(simulator, 'sim-01', 'tcpdump -i eth0')).exitCode).toBe(127);
    expect((await overSsh(simulator, 'sim-01', 'tcpdump -i eth0 -c 1')).exitCode).toBe(0);
  });

  withSsh('a fault armed before a start strikes after it', async () => {
    const simulator = await start();
    simulator.faults.add({ kind: 'host-unreachable', host: 'sim-02', times: 1 });
    await simulator.stop();
    const again = await start();
    expect((await overSsh(again, 'sim-02', 'true')).exitCode).toBe(255);
  });
});

withSsh('counts connections, executions, calls and writes', async () => {
  const simulator = await start();
  const [pif] = simulator.database().xapi.pifs;
  await overSsh(
    simulator,
    'sim-02',
    `xe pif-param-set uuid=${pif?.uuid ?? ''} other-config:a=1 other-config:b=2; ethtool -k eth0`,
  );
  expect(simulator.counters()).toEqual({
    connections: 1,
    executions: 1,
    hosts: { 'sim-01': { connections: 0, executions: 0 }, 'sim-02': { connections: 1, executions: 1 } },
    calls: { xe: 1, ethtool: 1 },
    xeWrites: { [pif?.uuid ?? '']: 1 },
  });
});

const onLinux = hasOpenSsh && process.platform === 'linux' ? test : test.skip;

onLinux('what a host left running in the background ends with the simulator', async () => {
  const simulator = await start();
  const { stdout } = await overSsh(
    simulator,
    'sim-01',
    'nohup setsid sleep 600 >/dev/null 2>&1 </dev/null & echo "$XEN_STANDIN_TOKEN"',
  );
  const tokens = new Set([stdout.trim()]);
  expect(hostProcesses(tokens)).toHaveLength(1);
  await simulator.stop();
  while (hostProcesses(tokens).length > 0) await sleep(10);
});
