import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { configuredAlgorithms, forKnownTypes } from '../../ssh/algorithms';
import { SshPool } from '../../ssh/ssh-pool';
import { sshdProgram, startSshd, type SshdPlan } from '../support/sshd';

const folder = mkdtempSync(path.join(tmpdir(), 'xen-offload-algorithms-'));
const againstSshd = sshdProgram === null ? describe.skip : describe;
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const configured = (option: string, value: string) =>
  configuredAlgorithms(new Map([[option.toLowerCase(), [value]]]), 'xen-01');

describe('an option of ssh_config', () => {
  test.each([
    ['is taken in its order', 'Ciphers', 'aes256-ctr,aes128-ctr', { cipher: ['aes256-ctr', 'aes128-ctr'] }],
    ['loses what ssh2 cannot do', 'MACs', 'umac-64@openssh.com,hmac-sha1', { hmac: ['hmac-sha1'] }],
    ['may hold patterns', 'Ciphers', 'aes256-*', { cipher: ['aes256-gcm@openssh.com', 'aes256-ctr', 'aes256-cbc'] }],
    [
      'may take away',
      'HostKeyAlgorithms',
      '-ecdsa-*,ssh-rsa',
      { serverHostKey: ['ssh-ed25519', 'rsa-sha2-512', 'rsa-sha2-256'] },
    ],
    ['that is not there changes nothing', 'Port', '22', {}],
  ])('%s', (_, option, value, expected) => {
    expect(configured(option, value)).toEqual(expected);
  });

  test.each([
    ['+', -1],
    ['^', 0],
  ])('with %s in front keeps the others', (sign, place) => {
    const { kex } = configured('KexAlgorithms', `${sign}diffie-hellman-group14-sha1`);

    expect(Array.isArray(kex) ? [kex.length, kex.at(place)] : kex).toEqual([12, 'diffie-hellman-group14-sha1']);
  });
});

test('a host is asked for keys of the known types only, in our order', () => {
  expect(forKnownTypes({}, ['ssh-rsa', 'rsa-sha2-512'])).toEqual({ serverHostKey: ['rsa-sha2-512', 'ssh-rsa'] });
  expect(forKnownTypes({ serverHostKey: ['ssh-ed25519'] }, ['ssh-rsa'])).toBeNull();
  expect(forKnownTypes({}, undefined)).toEqual({});
});

againstSshd('a real OpenSSH server', () => {
  test('that is as old as that of XenServer 6 is reached once ssh_config allows it', async () => {
    const plan = {
      settings: [
        'KexAlgorithms diffie-hellman-group14-sha1',
        'HostKeyAlgorithms ssh-rsa',
        'MACs hmac-sha1',
        'Ciphers aes128-cbc',
      ],
      hostKeyType: 'rsa',
    } as const;

    await expect(login(plan, '')).rejects.toMatchObject({ type: 'NoCommonAlgorithm' });
    expect(await login(plan, 'KexAlgorithms +diffie-hellman-group14-sha1\n  Ciphers +aes128-cbc\n')).toBe('in\n');
  });

  // facts/xenserver.md §9
  test('that is as hardened as that of XenServer 8.3 is reached without a word', async () => {
    const settings = [
      'KexAlgorithms curve25519-sha256,ecdh-sha2-nistp256,ecdh-sha2-nistp384,ecdh-sha2-nistp521',
      'Ciphers aes128-ctr,aes256-ctr,aes128-gcm@openssh.com,aes256-gcm@openssh.com',
      'MACs hmac-sha2-256,hmac-sha2-512,hmac-sha1',
      'HostKeyAlgorithms ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521,ssh-ed25519,ssh-rsa',
    ];

    expect(await login({ settings }, '')).toBe('in\n');
  });
});

/** Runs a script on a server that is there for this alone. */
async function login(plan: Omit<SshdPlan, 'directory'>, clientLines: string): Promise<string> {
  const directory = mkdtempSync(path.join(folder, 'sshd-'));
  const sshd = await startSshd({ ...plan, directory });
  const pool = new SshPool();
  try {
    const sshConfig = path.join(directory, 'with-algorithms');
    writeFileSync(sshConfig, `Include ${sshd.sshConfigFile}\nHost *\n  ${clientLines}`);
    const run = { script: { name: 'test', text: 'echo in' }, timeoutSeconds: 30 };
    return (await pool.run({ address: 'sshd', settings: { sshConfig } }, run)).stdout;
  } finally {
    await pool.close();
    await sshd.stop();
  }
}
