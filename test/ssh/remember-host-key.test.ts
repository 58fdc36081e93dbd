import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { rememberHostKey } from '../../ssh/remember-host-key';
import { SshPool } from '../../ssh/ssh-pool';
import type { SshSettings } from '../../ssh/target';
import { makeKey, sshdProgram, startSshd, type Sshd } from '../support/sshd';

const folder = mkdtempSync(path.join(tmpdir(), 'xen-offload-remember-'));
const againstSshd = sshdProgram === null ? describe.skip : describe;
let sshd: Sshd;
let pool: SshPool;
let file: string;

beforeAll(async () => {
  if (sshdProgram !== null) sshd = await startSshd({ directory: path.join(folder, 'sshd') });
});
beforeEach(() => {
  pool = new SshPool();
  file = path.join(mkdtempSync(path.join(folder, 'known-')), 'new', 'known_hosts');
});
afterEach(() => pool.close());
afterAll(async () => {
  if (sshdProgram !== null) await sshd.stop();
  rmSync(folder, { recursive: true, force: true });
});

const login = async (settings: SshSettings, newConnection = false): Promise<string> => {
  const target = { address: 'sshd', settings: { sshConfig: sshd.sshConfigFile, knownHosts: [file], ...settings } };
  const run = { script: { name: 'test', text: 'echo in' }, timeoutSeconds: 30, newConnection };
  return (await pool.run(target, run)).stdout;
};

/** The fingerprint as ssh-keygen prints it. */
const fingerprint = (publicKeyFile: string): string =>
  execFileSync('ssh-keygen', ['-l', '-f', publicKeyFile], { encoding: 'utf8' }).split(' ')[1] ?? '';

againstSshd('a new host', () => {
  test('is refused unless somebody accepts new ones; then its key is kept, and once only', async () => {
    await expect(login({})).rejects.toMatchObject({ type: 'HostKeyUnknown' });
    expect(
      await Promise.all([login({ hostKeys: 'accept-new' }, true), login({ hostKeys: 'accept-new' }, true)]),
    ).toEqual(['in\n', 'in\n']);
    expect(readFileSync(file, 'utf8')).toBe(`sshd ${sshd.hostKeyPublic}\n`);
    await pool.close();
    expect(await login({ hostKeys: 'strict' })).toBe('in\n');
  });

  test('is trusted by its fingerprint, and known_hosts stays as it is', async () => {
    const fingerprints = [fingerprint(path.join(sshd.home, 'host-key.pub'))];

    expect(await login({ fingerprints })).toBe('in\n');
    await expect(login({ fingerprints: [`SHA256:${'A'.repeat(43)}`] })).rejects.toMatchObject({
      type: 'HostKeyUnknown',
    });
  });

  test('is not accepted where its key cannot be kept', async () => {
    await expect(login({ hostKeys: 'accept-new', knownHosts: ['/proc/self/known_hosts'] })).rejects.toMatchObject({
      type: 'KnownHostsUnwritable',
      details: { host: 'sshd' },
    });
  });
});

againstSshd('whatever is accepted, a host is refused', () => {
  test.each([
    ['whose key has changed', () => `sshd ${makeKey(path.join(mkdtempSync(path.join(folder, 'other-')), 'key'))}\n`],
    ['whose key is revoked', () => `@revoked * ${sshd.hostKeyPublic}\n`],
  ])('%s', async (_, known) => {
    file = path.join(mkdtempSync(path.join(folder, 'known-')), 'known_hosts');
    const before = known();
    writeFileSync(file, before);
    const fingerprints = [fingerprint(path.join(sshd.home, 'host-key.pub'))];

    await expect(login({ hostKeys: 'accept-new', fingerprints })).rejects.toMatchObject({ type: 'HostKeyChanged' });
    expect(readFileSync(file, 'utf8')).toBe(before);
  });
});

describe('the file', () => {
  const key = Buffer.from('AAAAC3NzaC1lZDI1NTE5AAAAIGn1fQ6pH2V8oUTUYSpVQKZH0rGbXx7YcC8a0GmVYQpD', 'base64');
  const remember = (name: string, hashNames = false): Promise<void> =>
    rememberHostKey(
      key,
      { policy: 'accept-new', knownHostsFiles: [file], hashNames, fingerprints: [] },
      { keyName: name, shown: name },
    );

  test('gets a whole line for every host of a pool that is met at the same time', async () => {
    const names = Array.from({ length: 64 }, (_, index) => `xen-${String(index)}`);
    await Promise.all(names.map((name) => remember(name)));

    expect(
      readFileSync(file, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => line.split(' ')[0])
        .toSorted(),
    ).toEqual(names.toSorted());
  });

  test('keeps its last line, though that has no end', async () => {
    file = path.join(folder, 'cut');
    writeFileSync(file, '# mine');
    await remember('xen-01');

    expect(readFileSync(file, 'utf8')).toBe(`# mine\nxen-01 ssh-ed25519 ${key.toString('base64')}\n`);
  });

  test('hides names where HashKnownHosts says so; ssh-keygen finds them', async () => {
    await remember('[xen-01]:2222', true);

    expect(readFileSync(file, 'utf8')).not.toContain('xen-01');
    expect(execFileSync('ssh-keygen', ['-F', '[xen-01]:2222', '-f', file], { encoding: 'utf8' })).toContain('found');
  });
});
