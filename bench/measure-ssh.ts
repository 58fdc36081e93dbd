import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { Client } from 'ssh2';
import type { Figure } from './print-figures';

const rounds = 15;
const executionsPerRound = 10;
const sshd = '/usr/sbin/sshd';

interface Times {
  readonly connectMs: number[];
  readonly executionMs: number[];
}

/** What noDelay brings to a connection and to an execution of `true`, against OpenSSH's own server on loopback. */
export async function measureSsh(): Promise<readonly Figure[]> {
  if (!existsSync(sshd)) return [['skipped', `${sshd} is not there`]];
  const folder = await mkdtemp(path.join(tmpdir(), 'xen-offload-bench-'));
  const server = await startServer(folder);
  try {
    const privateKey = await readFile(path.join(folder, 'identity'));
    const delayed: Times = { connectMs: [], executionMs: [] };
    const prompt: Times = { connectMs: [], executionMs: [] };
    // In turns, so that both meet the same machine.
    for (let round = 0; round < rounds; round += 1) {
      await measureRound(net.connect({ host: '127.0.0.1', port: server.port }), privateKey, delayed);
      await measureRound(net.connect({ host: '127.0.0.1', port: server.port, noDelay: true }), privateKey, prompt);
    }
    return [
      ['medians', 'with noDelay, without'],
      ['connect and log in', pair(prompt.connectMs, delayed.connectMs)],
      ['execute true', pair(prompt.executionMs, delayed.executionMs)],
    ];
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureRound(sock: net.Socket, privateKey: Buffer, times: Times): Promise<void> {
  const client = new Client();
  const started = performance.now();
  const ready = once(client, 'ready');
  client.connect({ sock, privateKey, username: userInfo().username, hostVerifier: () => true });
  await ready;
  times.connectMs.push(performance.now() - started);
  for (let count = 0; count < executionsPerRound; count += 1) {
    const before = performance.now();
    await execute(client, 'true');
    times.executionMs.push(performance.now() - before);
  }
  const closed = once(client, 'close');
  client.end();
  await closed;
}

const execute = (client: Client, command: string): Promise<void> =>
  new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => {
      if (error) {
        reject(error);
        return;
      }
      channel.once('close', resolve);
      channel.resume();
    });
  });

async function startServer(folder: string): Promise<{ readonly port: number; stop: () => Promise<void> }> {
  const at = (name: string): string => path.join(folder, name);
  for (const name of ['host-key', 'identity']) {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at(name)]);
  }
  if (userInfo().uid === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  const port = await freePort();
  const lines = [
    `ListenAddress 127.0.0.1:${String(port)}`,
    `HostKey ${at('host-key')}`,
    `AuthorizedKeysFile ${at('identity')}.pub`,
    ...['PermitRootLogin yes', 'StrictModes no', 'UsePAM no', 'PidFile none'],
    // The shell profile of whoever measures would be measured too.
    `SetEnv HOME=${folder}`,
  ];
  await writeFile(at('sshd-config'), `${lines.join('\n')}\n`);
  const child = spawn(sshd, ['-D', '-e', '-f', at('sshd-config')], { stdio: ['ignore', 'ignore', 'pipe'] });
  await once(child.stderr, 'data');
  child.stderr.resume();
  const stop = async (): Promise<void> => {
    const exited = once(child, 'exit');
    child.kill();
    await exited;
  };
  return { port, stop };
}

async function freePort(): Promise<number> {
  const listener = net.createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  listener.close();
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}

const pair = (first: number[], second: number[]): string => `${median(first)} ms, ${median(second)} ms`;

const median = (values: number[]): string => (values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0).toFixed(1);
