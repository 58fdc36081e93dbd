import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { SshPool } from '../../ssh/ssh-pool';
import { makeKey, sshdProgram, startSshd, type Sshd } from '../support/sshd';

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
    const locked = path.join(folder, 'locked');
    makeKey(locked, 'secret');

    expect(await login(liveAgent, path.join(folder, 'no-key'), [locked])).toBe('in\n');
  });
});

againstSshd('a host refuses', () => {
  test('who has no key and an agent that is gone: trying again does not help', async () => {
    await expect(login(goneAgent, path.join(folder, 'no-key'))).rejects.toMatchObject({ type: 'AuthenticationFailed' });
  });
});

/** Logs in with what ssh_config names, and the named keys. */
async function login(agentSocket: string, configured: string, identity: readonly string[] = []): Promise<string> {
  const sshConfig = path.join(mkdtempSync(path.join(folder, 'config-')), 'ssh-config');
  const host = `HostName 127.0.0.1\nPort ${String(sshd.port)}\nUser ${sshd.user}\nHostKeyAlias sshd\n`;
  const files = `UserKnownHostsFile ${sshd.knownHostsFile}\nIdentityFile ${configured}\nIdentityAgent ${agentSocket}\n`;
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
