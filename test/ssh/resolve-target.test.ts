import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { resolveTarget, type ResolvedTarget } from '../../ssh/resolve-target';
import type { SshSettings } from '../../ssh/target';

const folder = mkdtempSync(path.join(tmpdir(), 'xen-offload-resolve-target-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

let files = 0;
function resolve(config: string, address = 'xen-01', settings: SshSettings = {}): Promise<ResolvedTarget> {
  const sshConfig = path.join(folder, `config-${String((files += 1))}`);
  writeFileSync(sshConfig, config);
  return resolveTarget({ address, settings: { sshConfig, ...settings } });
}

const configured = `Host xen-01
  HostName 192.0.2.1
  Port 2222
  User operator
  IdentityFile /keys/one
  IdentityFile ~/two
  ProxyJump guest@gate:2200,inner
  UserKnownHostsFile /known/one ~/known-two
  GlobalKnownHostsFile /known/global
`;

describe('without a word from anybody', () => {
  test('a host is dialled as root on port 22, its key looked up in the usual files', async () => {
    const target = await resolve('');

    expect(target).toMatchObject({ hostName: 'xen-01', port: 22, user: 'root', keyName: 'xen-01', jumps: [] });
    expect(target.knownHostsFiles).toEqual(
      expect.arrayContaining([path.join(userInfo().homedir, '.ssh/known_hosts'), '/etc/ssh/ssh_known_hosts']),
    );
  });

  test('keys that OpenSSH would try need not exist', async () => {
    const { identities } = await resolve('');

    expect(identities.map(({ file }) => file)).toContain(path.join(homedir(), '.ssh/id_ed25519'));
    expect(identities.every(({ isNamed }) => !isNamed)).toBe(true);
  });
});

describe('ssh_config', () => {
  test('says where a host is, as whom and through whom it is reached, and where its key stands', async () => {
    expect(await resolve(configured)).toMatchObject({
      shown: 'xen-01',
      hostName: '192.0.2.1',
      port: 2222,
      user: 'operator',
      keyName: '[192.0.2.1]:2222',
      identities: [
        { file: '/keys/one', isNamed: false },
        { file: path.join(homedir(), 'two'), isNamed: false },
      ],
      knownHostsFiles: ['/known/one', path.join(userInfo().homedir, 'known-two'), '/known/global'],
      jumps: [
        { shown: 'guest@gate:2200', hostName: 'gate', user: 'guest', port: 2200, keyName: '[gate]:2200', jumps: [] },
        { shown: 'inner', hostName: 'inner', user: 'root', port: 22, jumps: [] },
      ],
    });
  });

  test('is asked about Include and Match, as OpenSSH reads them', async () => {
    const included = path.join(folder, 'included');
    writeFileSync(included, 'Match host xen-01 exec "true"\n  Port 2022\n');

    expect((await resolve(`Include ${included}\n`)).port).toBe(2022);
  });

  test('may give a host another name in known_hosts, which stands there without port', async () => {
    expect((await resolve('Host *\n  Port 2222\n  HostKeyAlias xen-one\n')).keyName).toBe('xen-one');
  });

  test('may name no file of host keys at all: then no key is known', async () => {
    const { knownHostsFiles } = await resolve('Host *\n  UserKnownHostsFile none\n  GlobalKnownHostsFile none\n');

    expect(knownHostsFiles).toEqual([]);
  });

  test('may name files of host keys with blanks in their names', async () => {
    const { knownHostsFiles } = await resolve(
      'Host *\n  UserKnownHostsFile "/my state/known hosts" ~/known\n  GlobalKnownHostsFile "/all hosts"\n',
    );

    expect(knownHostsFiles).toEqual(['/my state/known hosts', path.join(userInfo().homedir, 'known'), '/all hosts']);
  });

  test('is read by ourselves where there is no ssh, with the same result', async () => {
    const settings = { jump: 'none', user: 'root' };
    const withSsh = await resolve(configured, 'xen-01', settings);
    const { PATH } = process.env;
    process.env.PATH = folder;
    try {
      expect(await resolve(configured, 'xen-01', settings)).toEqual(withSsh);
    } finally {
      process.env.PATH = PATH;
    }
  });

  test.each([
    ['an agent of its own', 'IdentityAgent /run/agent', '/run/agent'],
    ['no agent', 'IdentityAgent none', null],
    ['only the named keys', 'IdentitiesOnly yes\n  IdentityAgent /run/agent', null],
  ])('may ask for %s', async (_, lines, agent) => {
    expect((await resolve(`Host *\n  ${lines}\n`)).agent).toBe(agent);
  });
});

describe('settings win over ssh_config', () => {
  test.each<[string, SshSettings, Partial<ResolvedTarget>]>([
    ['port', { port: 22 }, { port: 22, keyName: '192.0.2.1' }],
    ['user', { user: 'root' }, { user: 'root' }],
    ['identity', { identity: ['~/mine'] }, { identities: [{ file: path.join(homedir(), 'mine'), isNamed: true }] }],
    ['knownHosts', { knownHosts: ['/mine'] }, { knownHostsFiles: ['/mine'] }],
    ['knownHosts at home', { knownHosts: ['~/mine'] }, { knownHostsFiles: [path.join(homedir(), 'mine')] }],
    ['no jump', { jump: 'none' }, { jumps: [] }],
  ])('%s', async (_, settings, expected) => {
    expect(await resolve(configured, 'xen-01', settings)).toMatchObject(expected);
  });

  test('jump, and the jump host is looked up in the same ssh_config', async () => {
    const { jumps } = await resolve('Host gate\n  HostName 192.0.2.9\n  Port 2200\n', 'xen-01', { jump: 'gate' });

    expect(jumps).toMatchObject([{ shown: 'gate', hostName: '192.0.2.9', port: 2200 }]);
  });

  test('and what the address itself says wins over both', async () => {
    const target = await resolve(configured, 'admin@xen-01:2022', { user: 'root', port: 22 });

    expect(target).toMatchObject({ user: 'admin', hostName: '192.0.2.1', port: 2022, keyName: '[192.0.2.1]:2022' });
  });
});

describe('an ssh_config that cannot be used is named in one line', () => {
  test('when it holds what OpenSSH does not know, and is read again once it is corrected', async () => {
    const sshConfig = path.join(folder, 'corrected');
    writeFileSync(sshConfig, 'Bogus yes\n');
    const target = { address: 'xen-01', settings: { sshConfig } };

    await expect(resolveTarget(target)).rejects.toMatchObject({
      type: 'BadConfig',
      message: expect.stringMatching(/^the OpenSSH configuration .*corrected cannot be used: .*bogus$/),
    });
    writeFileSync(sshConfig, 'Port 2022\n');
    expect((await resolveTarget(target)).port).toBe(2022);
  });

  test('when it is not there', async () => {
    const sshConfig = path.join(folder, 'missing');

    await expect(resolveTarget({ address: 'xen-01', settings: { sshConfig } })).rejects.toMatchObject({
      type: 'BadConfig',
      message: expect.stringContaining(sshConfig),
    });
  });
});

test('an address that looks like an option never reaches ssh', async () => {
  const touched = path.join(folder, 'touched');

  await expect(resolve('', `-oProxyCommand=touch ${touched}`)).rejects.toMatchObject({ type: 'WrongUsage' });
});
