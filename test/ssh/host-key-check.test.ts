import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { SshPool } from '../../ssh/ssh-pool';
import { makeKey, sshdProgram, startSshd, type Sshd } from '../support/sshd';

const folder = mkdtempSync(path.join(tmpdir(), 'xen-offload-host-key-check-'));
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

const run = async (knownHosts: readonly string[], text: string, args: readonly string[] = []): Promise<string> => {
  const target = { address: 'sshd', settings: { sshConfig: sshd.sshConfigFile, knownHosts } };
  return (await pool.run(target, { script: { name: 'test', text }, args, timeoutSeconds: 30 })).stdout;
};

function fileWith(text: string): string {
  const file = path.join(mkdtempSync(path.join(folder, 'known-')), 'known_hosts');
  writeFileSync(file, text);
  return file;
}

againstSshd('a host is known', () => {
  test('by its name hashed by ssh-keygen, in the second of two files', async () => {
    const hashed = fileWith(`sshd ${sshd.hostKeyPublic}\n`);
    execFileSync('ssh-keygen', ['-q', '-H', '-f', hashed], { stdio: 'ignore' });

    expect(readFileSync(hashed, 'utf8')).not.toContain('sshd');
    expect(await run([fileWith('# empty\n'), hashed], 'echo in')).toBe('in\n');
  });
});

againstSshd('a host is refused, before anything runs there', () => {
  const otherKey = (): string => makeKey(mkdtempSync(path.join(folder, 'key-')) + '/key');

  test.each([
    ['shows a key that is not known', () => '', 'HostKeyUnknown'],
    ['shows another key than known', () => `sshd ${otherKey()}\n`, 'HostKeyChanged'],
    ['shows a revoked key', () => `sshd ${sshd.hostKeyPublic}\n@revoked * ${sshd.hostKeyPublic}\n`, 'HostKeyChanged'],
    ['is only vouched for by an authority', () => `@cert-authority * ${sshd.hostKeyPublic}\n`, 'HostKeyUnknown'],
  ])('when it %s', async (_, known, type) => {
    const ran = path.join(folder, 'ran');

    await expect(run([fileWith(known())], 'touch "$1"', [ran])).rejects.toMatchObject({
      type,
      details: { host: 'sshd' },
    });
    expect(existsSync(ran)).toBe(false);
  });

  test('when known_hosts is there and cannot be read', async () => {
    await expect(run([folder], 'true')).rejects.toMatchObject({
      type: 'KnownHostsUnreadable',
      details: { host: 'sshd' },
    });
  });

  test('when it shows a key of a type for which none is known, though it has one that is', async () => {
    const rsa = 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQ==';

    await expect(run([fileWith(`sshd ${rsa}\n`)], 'true')).rejects.toMatchObject({ type: 'NoCommonAlgorithm' });
  });
});
