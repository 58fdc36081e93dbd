import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Server, utils } from 'ssh2';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { noSecrets } from '../../ssh/secrets';
import { SshPool } from '../../ssh/ssh-pool';
import { sshdProgram, startSshd, type Sshd } from '../support/sshd';

const folder = mkdtempSync(path.join(tmpdir(), 'xen-offload-authentication-'));
const againstSshd = sshdProgram === null ? describe.skip : describe;
const liveAgent = path.join(folder, 'agent');
const goneAgent = path.join(folder, 'gone');
let sshd: Sshd;
let agent: ChildProcess;
let pool: SshPool;

beforeAll(async () => {
  if (sshdProgram === null) return;
  sshd = await startSshd({ directory: path.join(folder, 'sshd') });
  agent = await startAgent(liveAgent);
  const environment = { ...process.env, SSH_AUTH_SOCK: liveAgent };
  execFileSync('ssh-add', ['-q', sshd.identityFile], { env: environment, stdio: 'ignore' });
});
beforeEach(() => {
  pool = new SshPool();
});
afterEach(() => pool.close());
afterAll(async () => {
  if (sshdProgram !== null) {
    const ended = once(agent, 'exit');
    agent.kill();
    await ended;
    await sshd.stop();
  }
  rmSync(folder, { recursive: true, force: true });
});

againstSshd('a host lets in', () => {
  test('who has the key in the SSH agent', async () => {
    expect(await login(liveAgent, path.join(folder, 'no-key'))).toBe('in\n');
  });

  test('who has it in a file that ssh_config names, though the agent is gone', async () => {
    expect(await login(goneAgent, sshd.identityFile)).toBe('in\n');
  });

  test('who names a locked key that the agent holds', async () => {
    expect(await login(liveAgent, path.join(folder, 'no-key'), [lockedIdentity('held')])).toBe('in\n');
  });

  test('who may use the named keys only, and has the locked one in the agent', async () => {
    const only = 'IdentitiesOnly yes';

    expect(await login(liveAgent, lockedIdentity('only'), [], only)).toBe('in\n');
    await expect(login(liveAgent, path.join(folder, 'no-key'), [], only)).rejects.toMatchObject({
      type: 'AuthenticationFailed',
    });
  });

  test('who says the passphrase of a locked key', async () => {
    const asked: string[] = [];
    const locked = lockedIdentity('asked');
    pool = new SshPool({ ...noSecrets, passphrase: (file) => Promise.resolve(asked.push(file) > 0 ? 'secret' : null) });

    expect(await login(goneAgent, path.join(folder, 'no-key'), [locked])).toBe('in\n');
    expect(asked).toEqual([locked]);
  });
});

againstSshd('a host refuses', () => {
  test.each([
    ['a wrong passphrase', 'wrong', /has another passphrase$/],
    ['no passphrase, as nobody can be asked', null, /has a passphrase, and nobody can be asked for it$/],
  ])('who gives %s: nothing is dialled', async (name, passphrase, message) => {
    pool = new SshPool({ ...noSecrets, passphrase: () => Promise.resolve(passphrase) });

    await expect(login(goneAgent, path.join(folder, 'no-key'), [lockedIdentity(name)])).rejects.toMatchObject({
      type: 'IdentityUnusable',
      message: expect.stringMatching(message),
    });
  });

  test('who has no key and an agent that is gone: trying again does not help', async () => {
    await expect(login(goneAgent, path.join(folder, 'no-key'))).rejects.toMatchObject({ type: 'AuthenticationFailed' });
  });
});

// OpenSSH's own server would need an account of this machine with a password; this one has its own.
describe('a password', () => {
  test.each(['password', 'keyboard-interactive'] as const)(
    'lets in by %s, and a wrong one does not',
    async (method) => {
      const server = passwordServer(method, 'open sesame').listen(0, '127.0.0.1');
      await once(server, 'listening');
      try {
        expect(await passwordLogin(server, 'open sesame')).toBe('in\n');
        await expect(passwordLogin(server, 'wrong')).rejects.toMatchObject({ type: 'AuthenticationFailed' });
      } finally {
        server.close();
      }
    },
  );

  test('of the hosts is not told to a jump host', async () => {
    const heard: string[] = [];
    const jump = passwordServer('password', 'open sesame', heard).listen(0, '127.0.0.1');
    await once(jump, 'listening');
    try {
      await expect(passwordLogin(jump, 'open sesame', ['root@host.invalid'])).rejects.toMatchObject({
        type: 'AuthenticationFailed',
      });
      expect(heard).toEqual([]);
      expect(await passwordLogin(jump, 'open sesame')).toBe('in\n');
      expect(heard).toEqual(['open sesame']);
    } finally {
      jump.close();
    }
  });
});

const hostKey = utils.generateKeyPairSync('ed25519');

/** Answers every command as remote.sh would after `echo in`. */
function passwordServer(method: 'password' | 'keyboard-interactive', password: string, heard: string[] = []): Server {
  const server = new Server({ hostKeys: [hostKey.private] }, (client) => {
    client.on('authentication', (attempt) => {
      const decide = (said: string | undefined): void => {
        if (said !== undefined) heard.push(said);
        if (said === password) attempt.accept();
        else attempt.reject([method]);
      };
      if (attempt.method === 'password' && method === 'password') decide(attempt.password);
      else if (attempt.method === 'keyboard-interactive' && method === 'keyboard-interactive') {
        attempt.prompt([{ prompt: 'Password: ', echo: false }], (answers) => {
          decide(answers[0]);
        });
      } else attempt.reject([method]);
    });
    client.on('error', () => undefined);
    client.on('session', (accept) => {
      accept().on('exec', (acceptExec) => {
        const channel = acceptExec();
        channel.once('data', (request: Buffer) => {
          const [mark = ''] = request.toString().split(' ');
          channel.write(`@${mark} start\nin\n\n@${mark} exit 0\n`);
          channel.exit(0);
          channel.end();
        });
      });
    });
  });
  return server;
}

/** Logs in to the server, or past it to a host behind. */
async function passwordLogin(server: Server, password: string, behind: readonly string[] = []): Promise<string> {
  const address = server.address();
  const port = typeof address === 'object' && address !== null && 'port' in address ? address.port : 0;
  const knownHosts = path.join(folder, `password-known-hosts-${String(port)}`);
  writeFileSync(knownHosts, `[127.0.0.1]:${String(port)} ${hostKey.public}\n`);
  const withPassword = new SshPool({ ...noSecrets, password: () => Promise.resolve(password) });
  try {
    const way = [`root@127.0.0.1:${String(port)}`, ...behind];
    const settings = { knownHosts: [knownHosts], sshConfig: '/dev/null', jump: way.slice(0, -1).join(',') || 'none' };
    const target = { address: way.at(-1) ?? '', settings };
    return (await withPassword.run(target, { script: { name: 'test', text: 'echo in' }, timeoutSeconds: 30 })).stdout;
  } finally {
    await withPassword.close();
  }
}

/** A copy of the key that may log in, with a passphrase. */
function lockedIdentity(name: string): string {
  const file = path.join(folder, name.replaceAll(' ', '-'));
  copyFileSync(sshd.identityFile, file);
  copyFileSync(`${sshd.identityFile}.pub`, `${file}.pub`);
  execFileSync('ssh-keygen', ['-q', '-p', '-P', '', '-N', 'secret', '-f', file], { stdio: 'ignore' });
  return file;
}

/** Logs in with what ssh_config names, and the named keys. */
async function login(
  agentSocket: string,
  configured: string,
  identity: readonly string[] = [],
  more = '',
): Promise<string> {
  const sshConfig = path.join(mkdtempSync(path.join(folder, 'config-')), 'ssh-config');
  const host = `HostName 127.0.0.1\nPort ${String(sshd.port)}\nUser ${sshd.user}\nHostKeyAlias sshd\n`;
  const files = `UserKnownHostsFile ${sshd.knownHostsFile}\nIdentityFile ${configured}\nIdentityAgent ${agentSocket}\n${more}\n`;
  writeFileSync(sshConfig, `Host sshd\n${host}${files}`);
  const run = { script: { name: 'test', text: 'echo in' }, timeoutSeconds: 30 };
  return (await pool.run({ address: 'sshd', settings: { sshConfig, identity } }, run)).stdout;
}

/** Says where it listens once it does. */
async function startAgent(socket: string): Promise<ChildProcess> {
  const started = spawn('ssh-agent', ['-D', '-a', socket], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(started.stdout, 'data');
  return started;
}
