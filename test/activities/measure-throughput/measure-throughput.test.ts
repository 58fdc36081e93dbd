import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import { measureThroughput } from '../../../activities/measure-throughput/measure-throughput';
import { serveThroughput } from '../../../activities/serve-throughput/serve-throughput';
import type { ActivityDependencies } from '../../../activities/shared/dependencies';
import { plainPool } from '../../../config/pool-config';
import { isHostUuid } from '../../../domain/ids';
import type { HostRef } from '../../../domain/run';
import type { Measurement } from '../../../domain/throughput';
import { remoteAnswer, remoteCommand, remoteRequest } from '../../../ssh/remote-command';
import { untilNoneIsLeft } from '../../support/script-processes';
import { toolFolder } from '../../support/tool-folder';

const programs = ['cat', 'date', 'grep', 'head', 'sed', 'setsid', 'sh', 'sleep'];
const hasIperf3 = existsSync('/usr/bin/iperf3');
const withIperf3 = hasIperf3 ? test : test.skip;

let root: string;
let port: number;
beforeEach(async () => {
  root = mkdtempSync(path.join(tmpdir(), 'xen-offload-throughput-'));
  mkdirSync(path.join(root, 'etc'));
  writeFileSync(path.join(root, 'etc/xensource-inventory'), `INSTALLATION_UUID='${host.uuid}'\n`);
  port = await freePort();
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

const host = hostRef('11111111-1111-1111-1111-111111111111');

function hostRef(uuid: string): HostRef {
  if (!isHostUuid(uuid)) throw new Error('no uuid');
  return { uuid, name: 'h', address: 'h' };
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  });
}

/**
 * A host with these programs alone, where scripts run as over SSH: the command is the same, and so is what stops them.
 * An answer says that nothing of the script is left.
 */
function hostWith(named: readonly string[], scripts: Readonly<Record<string, string>> = {}): ActivityDependencies {
  const bin = path.join(root, 'programs');
  toolFolder(bin, named, scripts);
  const unused = () => Promise.reject(new Error('not asked for'));
  return {
    runScript: async (_target, run) => {
      const { mark, bytes } = remoteRequest(run);
      const child = spawn('sh', ['-c', remoteCommand], { env: { PATH: bin, XEN_OFFLOAD_ROOT: root }, stdio: 'pipe' });
      run.signal?.addEventListener('abort', () => child.stdin.end());
      child.stdin.write(bytes);
      const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
      child.stdin.destroy();
      await untilNoneIsLeft(mark);
      const answer = remoteAnswer(stdout, mark);
      if (answer === null) throw new Error('no complete answer');
      return { ...answer, stderr };
    },
    pool: () => Promise.resolve(plainPool('p', [])),
    readHostRun: unused,
    readPoolRun: unused,
    readPlan: unused,
    readLastAudit: unused,
  };
}

const measure = (on: ActivityDependencies, patienceSeconds: number): Promise<Measurement> =>
  measureThroughput(
    on,
    { pool: 'p', host, address: '127.0.0.1', port, seconds: 1, patienceSeconds },
    new AbortController().signal,
  );

/** Far longer than a test may take: what ends in time was ended. */
const serve = (on: ActivityDependencies, signal = new AbortController().signal): Promise<void> =>
  serveThroughput(on, { pool: 'p', host, port, seconds: 1_000 }, signal);

/** Whether somebody listens at the port, without connecting: that would be the one client it waits for. */
const isListening = (): boolean =>
  ['tcp', 'tcp6'].some((kind) =>
    new RegExp(`:${port.toString(16).toUpperCase().padStart(4, '0')} \\S+ 0A `).test(
      readFileSync(`/proc/net/${kind}`, 'utf8'),
    ),
  );

describe.each([
  ['with timeout', [...programs, 'iperf3', 'timeout']],
  ['without timeout, as CentOS 5', [...programs, 'iperf3']],
])('on hosts %s', (_, named) => {
  withIperf3(
    'throughput is measured by one host that listens and one that sends, and nothing stays behind',
    async () => {
      const on = hostWith(named);
      const [measured] = await Promise.all([measure(on, 10), serve(on)]);

      expect(measured).toMatchObject({ resent: expect.any(Number), why: null });
      expect(measured.megabitsPerSecond).toBeGreaterThan(0);
      expect(isListening()).toBe(false);
    },
  );

  withIperf3('a host that listens in vain is stopped with whoever waits for it, and nothing stays behind', async () => {
    const stop = new AbortController();
    const served = serve(hostWith(named), stop.signal);
    while (!isListening()) await setImmediate();
    stop.abort();

    await expect(served).rejects.toMatchObject({ type: 'ScriptFailed' });
    expect(isListening()).toBe(false);
  });

  test('a host that gets no answer gives up, as behind a firewall that drops', async () => {
    const iperf3 = '#!/bin/sh\nexec sleep 1000\n';
    const on = hostWith(
      named.filter((name) => name !== 'iperf3'),
      { iperf3 },
    );
    expect((await measure(on, 1)).why).toContain('firewall');
  });
});

withIperf3('a host to which nobody listens says so', async () => {
  expect(await measure(hostWith([...programs, 'iperf3']), 0)).toEqual({
    megabitsPerSecond: null,
    resent: null,
    why: `no connection to 127.0.0.1 port ${String(port)}: Connection refused`,
  });
});

test('a host that calls before the other one listens calls again', async () => {
  const called = path.join(root, 'called');
  const iperf3 =
    `#!/bin/sh\nif [ -e '${called}' ]; then echo '{"end": {"sum_sent": {}, "sum_received": {"bits_per_second": 1e9}}}'\n` +
    `else echo '{"error": "unable to connect to server: Connection refused"}'; : >'${called}'; fi\n`;

  expect(await measure(hostWith(programs, { iperf3 }), 10)).toMatchObject({ megabitsPerSecond: 1_000, why: null });
});

test.each([
  ['sends', (on: ActivityDependencies) => measure(on, 10)],
  ['listens', (on: ActivityDependencies) => serve(on)],
])('a host without iperf3 never %s, and says what is missing', async (_, start) => {
  await expect(start(hostWith(programs))).rejects.toMatchObject({
    type: 'ToolMissing',
    details: { message: expect.stringContaining('iperf3') },
  });
});
