import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, test } from '@jest/globals';
import { remoteAnswer, remoteCommand, remoteRequest } from '../../ssh/remote-command';
import type { ScriptRun } from '../../ssh/script';
import { untilNoneIsLeft } from '../support/script-processes';

const folder = mkdtempSync(path.join(tmpdir(), 'xen-offload-remote-command-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('an answer', () => {
  test.each([
    ['holds what the script printed and its exit code', '@m start\nhello\n\n@m exit 0\n', 'hello\n', 0],
    ['keeps an output without line end', '@m start\nhello\n@m exit 3\n', 'hello', 3],
    ['may be empty', '@m start\n\n@m exit 1\n', '', 1],
    ['comes after the noise of a shell profile', 'Welcome!\n@other start\n@m start\nhello\n@m exit 0\n', 'hello', 0],
    ['may hold what looks like an end', '@m start\n@m exit 7\nmore\n@m exit 0\n', '@m exit 7\nmore', 0],
  ])('%s', (_, output, stdout, exitCode) => {
    expect(remoteAnswer(output, 'm')).toEqual({ stdout, exitCode });
  });

  test.each([
    ['nothing came', ''],
    ['the end mark is missing', '@m start\nhello\n'],
    ['the end mark is cut', '@m start\nhello\n@m exit 1'],
    ['the start mark is missing', 'hello\n\n@m exit 0\n'],
    ['another run answers', '@other start\nhello\n@other exit 0\n'],
  ])('is unknown when %s', (_, output) => {
    expect(remoteAnswer(output, 'm')).toBeNull();
  });
});

describe('the command', () => {
  test('is always the same and ends no quote early, whatever the login shell', () => {
    expect(remoteCommand).toMatch(/^exec sh -c '[^']*'$/);
  });

  test('carries no argument with a newline', () => {
    expect(() => remoteRequest({ script: script(''), args: ['a\nb'], timeoutSeconds: 1 })).toThrow(RangeError);
  });
});

describe.each(['dash', 'bash'].map((shell) => [shell, find(shell)] as const))('with %s as sh', (_, shell) => {
  const given = shell === null ? test.skip : test;

  given('arguments, input and exit code go through unchanged', async () => {
    const args = ['', ' two  blanks ', `'"\\`, '$(id) `id` ;&|<>*?', '-n', 'ünï', '%s'];
    const { stdout, exitCode } = await runAs(shell, {
      script: script('printf "[%s]\\n" "$@"; cat; exit 3'),
      args,
      input: 'first\n  second \\n\n',
      timeoutSeconds: 20,
    });

    expect(stdout).toBe(`${args.map((argument) => `[${argument}]\n`).join('')}first\n  second \\n\n`);
    expect(exitCode).toBe(3);
  });

  given('a script without input finds none', async () => {
    const { stdout } = await runAs(shell, { script: script('cat; echo "$#"'), timeoutSeconds: 20 });

    expect(stdout).toBe('0\n');
  });

  given('a script of many bytes and signs arrives whole', async () => {
    const lines = Array.from({ length: 2_000 }, (__, line) => `echo "Zeile ${String(line)} – ü" # it's "quoted"`);
    const { stdout } = await runAs(shell, { script: script(lines.join('\n')), timeoutSeconds: 20 });

    expect(stdout.split('\n')).toHaveLength(2_001);
    expect(stdout).toMatch(/Zeile 1999 – ü\n$/);
  });

  given('a script that overruns is stopped, with what it started', async () => {
    const { exitCode } = await runAs(shell, { script: script('sleep 1000 | sleep 1000'), timeoutSeconds: 1 });

    expect(exitCode).toBe(124);
  });

  given('a script that will not be stopped by a plain signal is killed', async () => {
    const { exitCode } = await runAs(shell, {
      script: script('trap "" TERM; while :; do sleep 1000; done'),
      timeoutSeconds: 1,
    });

    expect(exitCode).toBe(137);
  });

  given.each([
    ['in the script', [], '##'],
    ['in the arguments', ['one', 'two'], 'wo\n'],
    ['before the input', [], 'eth0'],
    ['in the input', [], '0 tx off'],
  ])('a request cut %s runs nothing', async (__, args, firstMissing) => {
    const ran = path.join(folder, 'ran');
    const body = script(`echo >'${ran}' ####`);
    const { bytes } = remoteRequest({ script: body, args, input: 'eth0 tx off\n', timeoutSeconds: 20 });
    const child = start(shell);
    child.stdin.end(bytes.subarray(0, bytes.indexOf(firstMissing)));

    expect(await text(child.stdout)).toBe('');
    expect(existsSync(ran)).toBe(false);
  });

  given.each([
    ['that ended', 'echo done', 0],
    ['that overran', 'sleep 1000 | sleep 1000', 124],
  ])('a script %s leaves no process behind', async (__, body, exitCode) => {
    const child = start(shell);
    const { mark, bytes } = remoteRequest({ script: script(body), timeoutSeconds: 1 });
    child.stdin.write(bytes);

    expect(remoteAnswer(await text(child.stdout), mark)?.exitCode).toBe(exitCode);
    await untilNoneIsLeft(mark);
    child.stdin.destroy();
  });

  // Who holds the standard output keeps it open: its end says that nothing of the script is left.
  given('the end of its standard input stops the script', async () => {
    const child = start(shell);
    const { mark, bytes } = remoteRequest({ script: script('echo ready; exec sleep 1000'), timeoutSeconds: 1_000 });
    child.stdin.write(bytes);
    let output = '';
    for await (const chunk of child.stdout) {
      output += String(chunk);
      if (output.includes('ready')) child.stdin.end();
    }

    expect(remoteAnswer(output, mark)?.exitCode).toBe(143);
  });
});

const script = (body: string) => ({ name: 'test', text: body });

function find(shell: string): string | null {
  const files = (process.env.PATH ?? '').split(path.delimiter).map((each) => path.join(each, shell));
  return files.find((file) => existsSync(file)) ?? null;
}

/** All the programs that a run needs of a host; timeout(1) came to CentOS after the dom0 of XenServer 6. */
const oldPrograms = ['cat', 'head', 'setsid', 'sleep'];

function start(shell: string | null) {
  if (shell === null) throw new Error('no such shell');
  const bin = path.join(folder, path.basename(shell));
  if (!existsSync(bin)) {
    mkdirSync(bin);
    symlinkSync(shell, path.join(bin, 'sh'));
    for (const program of oldPrograms) symlinkSync(find(program) ?? program, path.join(bin, program));
  }
  return spawn('sh', ['-c', remoteCommand], { env: { PATH: bin }, stdio: ['pipe', 'pipe', 'inherit'] });
}

async function runAs(shell: string | null, run: ScriptRun) {
  const child = start(shell);
  const { mark, bytes } = remoteRequest(run);
  child.stdin.write(bytes);
  const answer = remoteAnswer(await text(child.stdout), mark);
  child.stdin.destroy();
  if (answer === null) throw new Error('no complete answer');
  return answer;
}
