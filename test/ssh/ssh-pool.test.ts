import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { limits } from '../../domain/limits';
import type { ScriptRun } from '../../ssh/script';
import { SshPool } from '../../ssh/ssh-pool';
import type { SshSettings, SshTarget } from '../../ssh/target';
import { freePort, makeKey, sshdProgram, startSshd, type Sshd } from '../support/sshd';

const folder = mkdtempSync(path.join(tmpdir(), 'xen-offload-ssh-pool-'));
const againstSshd = sshdProgram === null ? describe.skip : describe;
let sshd: Sshd;
let pool: SshPool;

beforeAll(async () => {
  if (sshdProgram !== null) sshd = await startSshd({ directory: path.join(folder, 'sshd') });
});
beforeEach(() => {
  pool = new SshPool();
});
afterEach(() => pool.close());
afterAll(async () => {
  if (sshdProgram !== null) await sshd.stop();
  rmSync(folder, { recursive: true, force: true });
});

againstSshd('a script on a real OpenSSH server', () => {
  test('gets its arguments unchanged, and its answer comes whole', async () => {
    const args = [`it's "quoted"`, 'two  blanks', '$(id);`id`|&', '-n', '*'];
    const run = script('printf "[%s]\\n" "$@"; echo trouble >&2; exit 3', { args });

    expect(await pool.run(target(), run)).toEqual({
      stdout: args.map((argument) => `[${argument}]\n`).join(''),
      stderr: 'trouble\n',
      exitCode: 3,
    });
  });

  test('gets 200 KB of input whole', async () => {
    const input = 'eth0 tx off\n'.repeat(17_000);
    const { stdout } = await pool.run(target(), script('wc -c; echo done', { input }));

    expect(stdout.split(/\s+/).filter(Boolean)).toEqual([String(input.length), 'done']);
  });

  test('is understood in spite of what the shell profile of the user prints', async () => {
    const profile = path.join(sshd.home, '.bashrc');
    writeFileSync(profile, 'echo welcome; echo trouble >&2\n');
    const { stdout } = await pool.run(target(), script('echo answer'));
    rmSync(profile);

    expect(stdout).toBe('answer\n');
  });

  test('shares one connection with a dozen others', async () => {
    const runs = Array.from({ length: 12 }, (_, index) =>
      pool.run(target(), script('echo "$1"', { args: [String(index)] })),
    );

    expect((await Promise.all(runs)).map(({ stdout }) => stdout.trim())).toEqual(runs.map((_, index) => String(index)));
    expect(pool.counters()).toEqual({ connections: 1, executions: 12 });
  });

  test('runs beside others although the host allows one session a connection', async () => {
    const strict = await startSshd({ directory: path.join(folder, 'one-session'), settings: ['MaxSessions 1'] });
    const meeting = mkdtempSync(path.join(folder, 'meeting-'));
    const meet = 'touch "$1/$2"; until [ "$(ls "$1" | wc -l)" -eq 4 ]; do sleep 0.1; done; echo "$2"';
    try {
      const runs = ['a', 'b', 'c', 'd'].map((name) =>
        pool.run(
          { address: 'sshd', settings: { sshConfig: strict.sshConfigFile } },
          script(meet, { args: [meeting, name] }),
        ),
      );

      expect((await Promise.all(runs)).map(({ stdout }) => stdout)).toEqual(['a\n', 'b\n', 'c\n', 'd\n']);
      expect(pool.counters()).toEqual({ connections: 4, executions: 4 });
    } finally {
      await pool.close();
      await strict.stop();
    }
  });

  test('gets a connection of its own when a confirmation needs one', async () => {
    const logins = (): number => sshd.log().split('Accepted publickey').length;
    await pool.run(target(), script('true'));
    const before = logins();
    await pool.run(target(), script('true', { newConnection: true }));

    expect(logins()).toBe(before + 1);
    expect(pool.counters().connections).toBe(2);
  });

  test('is reached through a jump host, whose key is checked too', async () => {
    const jump = `${sshd.user}@sshd`;
    const { stdout } = await pool.run(target({ jump }), script('echo through'));
    const other = fileWith('other-known-hosts', `sshd ${makeKey(path.join(folder, 'other-host-key'))}\n`);

    expect(stdout).toBe('through\n');
    await expect(pool.run(target({ jump, knownHosts: [other] }), script('true'))).rejects.toMatchObject({
      type: 'HostKeyChanged',
    });
  });
});

againstSshd('a script that does not end well', () => {
  test('is stopped on the host when it overruns', async () => {
    const pidFile = path.join(folder, 'overrun');
    const run = script('echo $$ >"$1"; exec sleep 1000', { args: [pidFile], timeoutSeconds: 1 });

    await expect(pool.run(target(), run)).rejects.toMatchObject({ type: 'ScriptTimedOut' });
    await untilGone(pidFile);
  });

  test('is stopped on the host when nobody waits for it any more', async () => {
    const pidFile = path.join(folder, 'aborted');
    const abort = new AbortController();
    const run = script('echo $$ >"$1"; exec sleep 1000', { args: [pidFile], signal: abort.signal });
    const running = pool.run(target(), run);
    await untilWritten(pidFile);
    abort.abort(new Error('cancelled'));

    await expect(running).rejects.toThrow('cancelled');
    await untilGone(pidFile);
    expect((await pool.run(target(), script('echo again'))).stdout).toBe('again\n');
  });

  test('does not start for a caller that has gone before', async () => {
    const started = path.join(folder, 'started');
    const abort = new AbortController();
    await pool.run(target(), script('true'));
    const running = pool.run(target(), script('echo $$ >"$1"', { args: [started], signal: abort.signal }));
    abort.abort(new Error('cancelled'));

    await expect(running).rejects.toThrow('cancelled');
    expect(existsSync(started)).toBe(false);
  });

  test('does not keep a caller who leaves while it waits for its turn', async () => {
    const end = new AbortController();
    const pidFiles = Array.from({ length: limits.channelsPerConnection }, (_, index) =>
      path.join(folder, `turn-${String(index)}`),
    );
    const others = pidFiles.map((pidFile) =>
      pool.run(target(), script('echo $$ >"$1"; exec sleep 1000', { args: [pidFile], signal: end.signal })),
    );
    await Promise.all(pidFiles.map(untilWritten));
    const started = path.join(folder, 'waited');
    const abort = new AbortController();
    const waiting = pool.run(target(), script('echo $$ >"$1"', { args: [started], signal: abort.signal }));
    await setImmediate();
    abort.abort(new Error('cancelled'));

    await expect(waiting).rejects.toThrow('cancelled');
    expect(pidFiles.filter(isRunning)).toEqual(pidFiles);
    end.abort(new Error('enough'));
    await Promise.allSettled(others);
    await Promise.all(pidFiles.map(untilGone));
    expect((await pool.run(target(), script('echo again'))).stdout).toBe('again\n');
    expect(existsSync(started)).toBe(false);
  });

  test('is of unknown outcome when the server dies, and is stopped there; the next one dials anew', async () => {
    const pidFile = path.join(folder, 'lost');
    const running = pool.run(target(), script('echo $$ >"$1"; exec sleep 1000', { args: [pidFile] }));
    await untilWritten(pidFile);
    sshd.cutConnections();

    await expect(running).rejects.toMatchObject({ type: 'ConnectionLost' });
    await untilGone(pidFile);
    expect((await pool.run(target(), script('echo again'))).stdout).toBe('again\n');
    expect(pool.counters().connections).toBe(2);
  });

  test('runs over a new connection when the old one dies before the script was sent', async () => {
    await pool.run(target(), script('true'));
    sshd.freezeConnections();
    const running = pool.run(target(), script('echo ran'));
    await setImmediate();
    sshd.cutConnections();

    expect((await running).stdout).toBe('ran\n');
  });

  test('is refused when it prints too much, and stopped', async () => {
    const pidFile = path.join(folder, 'large');
    const run = script('echo $$ >"$1"; while :; do head -c 1000000 /dev/zero; done', { args: [pidFile] });

    await expect(pool.run(target(), run)).rejects.toMatchObject({
      type: 'OutputTooLarge',
      message: expect.stringContaining(String(limits.scriptOutputBytes)),
    });
    await untilGone(pidFile);
  });
});

againstSshd('who cannot get in is told why', () => {
  test('a key the host does not take', async () => {
    const identity = path.join(folder, 'stranger');
    makeKey(identity);

    await expect(pool.run(target({ identity: [identity] }), script('true'))).rejects.toMatchObject({
      type: 'AuthenticationFailed',
    });
  });

  test.each([
    [
      'a key with a passphrase and no agent',
      'locked',
      'passphrase',
      () => makeKey(path.join(folder, 'locked'), 'secret'),
    ],
    ['a key that is not there', 'missing', 'cannot be read', () => undefined],
    ['a file that is no key', 'text', 'no private key', () => fileWith('text', 'hello\n')],
  ])('%s', async (_, name, why, prepare) => {
    prepare();

    await expect(pool.run(target({ identity: [path.join(folder, name)] }), script('true'))).rejects.toMatchObject({
      type: 'IdentityUnusable',
      message: expect.stringContaining(why),
    });
  });

  test('a jump host where nobody listens, by its name', async () => {
    const jump = `127.0.0.1:${String(await freePort())}`;

    await expect(pool.run(target({ jump }), script('true'))).rejects.toMatchObject({
      type: 'HostUnreachable',
      details: { host: jump },
    });
  });

  test('a port where nobody listens', async () => {
    const port = await freePort();

    await expect(pool.run(target({ port }), script('true'))).rejects.toMatchObject({
      type: 'HostUnreachable',
      message: expect.stringMatching(/^cannot be reached by SSH: .*ECONNREFUSED/),
    });
  });
});

const target = (settings: SshSettings = {}): SshTarget => ({
  address: 'sshd',
  settings: { sshConfig: sshd.sshConfigFile, ...settings },
});

const script = (text: string, more: Partial<ScriptRun> = {}): ScriptRun => ({
  script: { name: 'test', text },
  timeoutSeconds: 30,
  ...more,
});

function fileWith(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

const untilWritten = (file: string): Promise<void> =>
  until(() => existsSync(file) && readFileSync(file, 'utf8').endsWith('\n'));

/** Whether the process whose id is in the file has not ended. */
const isRunning = (pidFile: string): boolean => existsSync(`/proc/${readFileSync(pidFile, 'utf8').trim()}`);

const untilGone = (pidFile: string): Promise<void> => until(() => !isRunning(pidFile));

/** Looks until it is so; a look that goes on for ever would outlive its test. */
async function until(isSo: () => boolean): Promise<void> {
  const patience = AbortSignal.timeout(20_000);
  while (!isSo()) {
    patience.throwIfAborted();
    await setImmediate();
  }
}
