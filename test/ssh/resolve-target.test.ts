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
    expect(target.trust.knownHostsFiles).toEqual(
      expect.arrayContaining([path.join(userInfo().homedir, '.ssh/known_hosts'), '/etc/ssh/ssh_known_hosts']),
    );
  });

  test('keys that OpenSSH would try need not exist', async () => {
    const { identities } = await resolve('');

    expect(identities.map(({ file }) => file)).toContain(path.join(homedir(), '.ssh/id_ed25519'));
    expect(identities.every(({ origin }) => origin === 'default')).toBe(true);
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
        { file: '/keys/one', origin: 'sshConfig' },
        { file: path.join(homedir(), 'two'), origin: 'sshConfig' },
      ],
      trust: {
        policy: 'strict',
        knownHostsFiles: ['/known/one', path.join(userInfo().homedir, 'known-two'), '/known/global'],
      },
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
    const { trust } = await resolve('Host *\n  UserKnownHostsFile none\n  GlobalKnownHostsFile none\n');

    expect(trust.knownHostsFiles).toEqual([]);
  });

  test('may name files of host keys with blanks in their names', async () => {
    const { trust } = await resolve(
      'Host *\n  UserKnownHostsFile "/my state/known hosts" ~/known\n  GlobalKnownHostsFile "/all hosts"\n',
    );

    expect(trust.knownHostsFiles).toEqual([
      '/my state/known hosts',
      path.join(userInfo().homedir, 'known'),
      '/all hosts',
    ]);
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
    ['Include', 'Include other\n'],
    ['Match exec', 'Match host xen-01 exec "true"\n  Port 2022\n'],
  ])('is refused where there is no ssh and only that could follow its %s', async (_, config) => {
    const { PATH } = process.env;
    process.env.PATH = folder;
    try {
      await expect(resolve(config)).rejects.toMatchObject({
        type: 'BadConfig',
        message: expect.stringContaining('only the ssh program can follow'),
      });
    } finally {
      process.env.PATH = PATH;
    }
  });

  test.each([
    ['an agent of its own', 'IdentityAgent /run/agent', { socket: '/run/agent', onlyIdentities: false }],
    ['no agent', 'IdentityAgent none', null],
    [
      'the agent for the named keys only',
      'IdentitiesOnly yes\n  IdentityAgent /run/agent',
      { socket: '/run/agent', onlyIdentities: true },
    ],
  ])('may ask for %s', async (_, lines, agent) => {
    expect((await resolve(`Host *\n  ${lines}\n`)).agent).toEqual(agent);
  });
});

describe('ssh_config may say', () => {
  test.each([
    ['ask', 'strict'],
    ['yes', 'strict'],
    ['accept-new', 'accept-new'],
    ['no', 'accept-new'],
    ['off', 'accept-new'],
  ])('StrictHostKeyChecking %s: %s', async (checking, policy) => {
    const config = `Host *\n  StrictHostKeyChecking ${checking}\n  HashKnownHosts yes\n`;

    expect((await resolve(config)).trust).toMatchObject({ policy, hashNames: true });
    expect((await resolve(config, 'xen-01', { hostKeys: 'strict' })).trust.policy).toBe('strict');
  });

  test('which algorithms are offered; of the others ssh2 keeps its own', async () => {
    const { algorithms } = await resolve(
      'Host *\n  KexAlgorithms +diffie-hellman-group14-sha1\n  Ciphers aes128-ctr\n',
    );

    expect(algorithms).toEqual({
      kex: expect.arrayContaining(['curve25519-sha256', 'diffie-hellman-group14-sha1']),
      cipher: ['aes128-ctr'],
    });
  });

  test('to offer only what cannot be: the option is named', async () => {
    await expect(resolve('Host *\n  MACs umac-64@openssh.com\n')).rejects.toMatchObject({
      type: 'NoCommonAlgorithm',
      message: 'MACs umac-64@openssh.com leaves nothing to offer',
    });
  });

  test('by which command a host is reached, unless a jump host is named', async () => {
    const config = 'Host *\n  ProxyCommand nc %h %p\n';

    expect((await resolve(config)).proxyCommand).toBe('nc %h %p');
    expect((await resolve(config, 'xen-01', { jump: 'none' })).proxyCommand).toBeNull();
  });

  test('what cannot be done: ProxyUseFdpass is named', async () => {
    await expect(resolve('Host *\n  ProxyCommand nc %h %p\n  ProxyUseFdpass yes\n')).rejects.toMatchObject({
      type: 'BadConfig',
      message: expect.stringContaining('ProxyUseFdpass'),
    });
  });

  test('a way to the first jump host; the others are reached through the one before, as with ssh -J', async () => {
    const config =
      'Host xen-01\n  ProxyJump gate,inner\nHost gate\n  ProxyJump outer\nHost inner\n  ProxyJump elsewhere\n';
    const { jumps } = await resolve(config);

    expect(jumps.map(({ shown }) => shown)).toEqual(['outer', 'gate', 'inner']);
    expect(jumps.flatMap((hop) => hop.jumps)).toEqual([]);
  });

  test('a way that leads back to itself, which is refused', async () => {
    const config = 'Host *\n  ProxyJump gate\nHost gate\n  HostName 192.0.2.9\n';

    await expect(resolve(config)).rejects.toMatchObject({
      type: 'BadConfig',
      message: 'jump host gate is reached through itself',
    });
  });
});

describe('settings win over ssh_config', () => {
  test.each<[string, SshSettings, object]>([
    ['port', { port: 22 }, { port: 22, keyName: '192.0.2.1' }],
    ['user', { user: 'root' }, { user: 'root' }],
    [
      'identity',
      { identity: ['~/mine'] },
      { identities: [{ file: path.join(homedir(), 'mine'), origin: 'settings' }] },
    ],
    ['knownHosts', { knownHosts: ['/mine'] }, { trust: { knownHostsFiles: ['/mine'] } }],
    ['knownHosts at home', { knownHosts: ['~/mine'] }, { trust: { knownHostsFiles: [path.join(homedir(), 'mine')] } }],
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
