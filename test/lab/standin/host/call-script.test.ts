import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Answer } from '../../../../lab/standin/answer';
import type { Call } from '../../../../lab/standin/control/call-frame';
import { controlServer, type Answerer } from '../../../../lab/standin/control/control-server';
import { listenOnLoopback } from '../../../../lab/standin/control/listen-on-loopback';
import { writeCallScript } from '../../../../lab/standin/host/call-script';

let folder: string;
const stops: (() => Promise<void>)[] = [];

/** A control server of this test; returns its port. */
async function serve(answer: Answerer): Promise<number> {
  const control = controlServer(answer);
  stops.push(() => control.stop());
  return listenOnLoopback(control.server, 0);
}

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'xen-offload-call-'));
  writeCallScript(path.join(folder, 'call.sh'), '/bin/bash');
  symlinkSync(path.join(folder, 'call.sh'), path.join(folder, 'xe'));
});

afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
  rmSync(folder, { recursive: true, force: true });
});

/** Runs `xe` with an empty PATH, so that a builtin is all it can use. */
const xe = (port: number, words: readonly string[] = []): Promise<Answer> =>
  new Promise((resolve) => {
    const env = { PATH: '', XEN_STANDIN_PORT: String(port), XEN_STANDIN_TOKEN: 'secret' };
    execFile(path.join(folder, 'xe'), [...words], { env, maxBuffer: 2 ** 24 }, (error, stdout, stderr) => {
      resolve({ stdout, stderr, exitCode: error === null ? 0 : Number(error.code) });
    });
  });

test('arguments cross as they are', async () => {
  const calls: Call[] = [];
  const port = await serve((call) => {
    calls.push(call);
    return { stdout: '', stderr: '', exitCode: 0 };
  });
  const words = ['', ' two  words ', `'"$(x)\`*\\`, '-n', 'größer', '%s'];
  await xe(port, words);
  expect(calls).toEqual([{ token: 'secret', program: 'xe', words }]);
});

test.each([
  ['nothing', { stdout: '', stderr: '', exitCode: 0 }],
  ['no last newline, blank lines, and bytes beyond ASCII', { stdout: '\n\ngrößer\\n%s', stderr: ' \n', exitCode: 71 }],
  ['two megabytes', { stdout: 'line of xe, größer\n'.repeat(100_000), stderr: 'oh\n', exitCode: 1 }],
])('an answer of %s is printed exactly', async (_case, answer) => {
  const port = await serve(() => answer);
  const printed = await xe(port);
  expect(printed.stdout === answer.stdout).toBe(true);
  expect(printed).toMatchObject({ stderr: answer.stderr, exitCode: answer.exitCode });
});

test('an answer that is cut short is an error, and nothing of it is printed', async () => {
  const cut = net.createServer((socket) => {
    socket.once('data', () => socket.end('0 100 0\nhalf of it'));
  });
  stops.push(async () => {
    cut.close();
    await once(cut, 'close');
  });
  const port = await listenOnLoopback(cut, 0);
  expect(await xe(port)).toMatchObject({ stdout: '', exitCode: 70 });
});
