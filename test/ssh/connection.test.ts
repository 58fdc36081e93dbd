import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { SshPool } from '../../ssh/ssh-pool';
import { sshdProgram, startSshd, type Sshd } from '../support/sshd';

const folder = mkdtempSync(path.join(tmpdir(), 'xen-offload-connection-'));
const againstSshd = sshdProgram === null ? describe.skip : describe;
const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'));
let servers: Readonly<Record<'gate' | 'inner' | 'host', Sshd>>;
let pool: SshPool;

/** Three servers, none of which lets in with another one's key. */
beforeAll(async () => {
  if (sshdProgram === null) return;
  const start = (name: string): Promise<Sshd> => startSshd({ directory: path.join(folder, name), names: [name] });
  servers = { gate: await start('gate'), inner: await start('inner'), host: await start('host') };
});
beforeEach(() => {
  pool = new SshPool();
});
afterEach(() => pool.close());
afterAll(async () => {
  if (sshdProgram !== null) await Promise.all(Object.values(servers).map((server) => server.stop()));
  rmSync(folder, { recursive: true, force: true });
});

const logins = (server: Sshd): number => server.log().split('Accepted publickey').length - 1;

const departures = (server: Sshd): number => server.log().split('Disconnected from user').length - 1;

async function until(isSo: () => boolean): Promise<void> {
  const patience = AbortSignal.timeout(20_000);
  while (!isSo()) {
    patience.throwIfAborted();
    await setImmediate();
  }
}

/** Runs a script on a host, with these lines before what ssh_config says of the servers. */
async function login(lines: string, address = 'host'): Promise<string> {
  const sshConfig = path.join(mkdtempSync(path.join(folder, 'config-')), 'ssh_config');
  const all = Object.values(servers).map(({ sshConfigFile }) => `Include ${sshConfigFile}\n`);
  writeFileSync(sshConfig, `${lines}\nMatch all\n${all.join('')}`);
  const run = { script: { name: 'test', text: 'echo in' }, timeoutSeconds: 30 };
  return (await pool.run({ address, settings: { sshConfig } }, run)).stdout;
}

againstSshd('a host is reached', () => {
  test('through several jump hosts, each with its own key', async () => {
    const before = Object.values(servers).map(logins);

    expect(await login('Host host\n  ProxyJump gate,inner')).toBe('in\n');
    expect(Object.values(servers).map(logins)).toEqual(before.map((count) => count + 1));
  });

  test('through a jump host that is reached through another one', async () => {
    const before = logins(servers.gate);

    expect(await login('Host host\n  ProxyJump inner\nHost inner\n  ProxyJump gate')).toBe('in\n');
    expect(logins(servers.gate)).toBe(before + 1);
  });

  test('by a way of which nothing is left when the connection ends', async () => {
    const before = departures(servers.gate);

    await login('Host host\n  ProxyJump gate');
    await pool.close();
    await until(() => departures(servers.gate) > before);
  });

  test('only through it: one that forwards nothing is the end of the way', async () => {
    const plan = { directory: path.join(folder, 'dead-end'), names: ['dead-end'], settings: ['AllowTcpForwarding no'] };
    const deadEnd = await startSshd(plan);
    try {
      const way = `Include ${deadEnd.sshConfigFile}\nHost host\n  ProxyJump dead-end`;
      await expect(login(way)).rejects.toMatchObject({ type: 'HostUnreachable', details: { host: 'host' } });
      expect(logins(deadEnd)).toBe(1);
    } finally {
      await deadEnd.stop();
    }
  });

  test('by a ProxyCommand, which ends with the connection', async () => {
    const pidFile = path.join(folder, 'proxy-pid');
    const proxy = path.join(folder, 'proxy.sh');
    writeFileSync(proxy, `echo $$ >'${pidFile}'\nexec ssh -F '${servers.gate.sshConfigFile}' -W "$1:$2" gate\n`);

    expect(await login(`Host host\n  ProxyCommand sh '${proxy}' %h %p`)).toBe('in\n');
    await pool.close();
    await until(() => !existsSync(`/proc/${readFileSync(pidFile, 'utf8').trim()}`));
  });

  test('not by a ProxyCommand that fails, and the error says so', async () => {
    await expect(login('Host host\n  ProxyCommand exit 7')).rejects.toMatchObject({
      type: 'HostUnreachable',
      details: { host: 'host' },
    });
  });

  (hasIpv6 ? test : test.skip)('by its IPv6 address', async () => {
    const sshd = await startSshd({ directory: path.join(folder, 'ipv6'), names: ['ipv6'], listenAddress: '::1' });
    try {
      const settings = {
        identity: [sshd.identityFile],
        knownHosts: [sshd.knownHostsFile],
        user: sshd.user,
        sshConfig: '/dev/null',
      };
      const target = { address: `[::1]:${String(sshd.port)}`, settings };
      const { stdout } = await pool.run(target, { script: { name: 'test', text: 'echo in' }, timeoutSeconds: 30 });

      expect(stdout).toBe('in\n');
    } finally {
      await pool.close();
      await sshd.stop();
    }
  });
});
