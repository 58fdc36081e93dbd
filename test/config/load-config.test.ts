import { homedir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { loadConfig, parseConfig } from '../../config/load-config';

const pool = (lines: string): string => `pools:\n  prod-a:\n    hosts: [root@10.0.0.11]\n    ${lines}\n`;
const parse = (text: string) => parseConfig(text, '/etc/xen/xen-offload.yaml').get('prod-a');

describe('xen-offload.yaml', () => {
  test('holds everything a pool can be told', () => {
    const text =
      pool(`ssh: { identity: ~/.ssh/id_ed25519, knownHosts: [known_hosts, /etc/hosts.known], user: admin, port: 2222 }
    policy: { pif: { tx: off, gro: false }, vif: { tx: true } }
    only: { hosts: [xen-01] }
    exclude: { nics: [eth0], vms: [web 1], networks: [storage] }
    waves: { canary: 1, size: 4, soak: 45s, maxFailures: 2, confirm: 2m }`);
    expect(parse(text)).toEqual({
      name: 'prod-a',
      hosts: ['root@10.0.0.11'],
      ssh: {
        identity: [path.join(homedir(), '.ssh/id_ed25519')],
        knownHosts: ['/etc/xen/known_hosts', '/etc/hosts.known'],
        sshConfig: undefined,
        user: 'admin',
        port: 2222,
      },
      policy: { kind: 'custom', pif: { tx: 'off', gro: 'off' }, vif: { tx: 'on' } },
      only: [{ kind: 'host', name: 'xen-01' }],
      exclude: [
        { kind: 'nic', name: 'eth0' },
        { kind: 'vm', name: 'web 1' },
        { kind: 'network', name: 'storage' },
      ],
      waves: { canary: 1, size: 4, soakSeconds: 45, maxFailures: 2, confirmSeconds: 120 },
    });
  });

  test('asks for nothing but hosts', () => {
    expect(parse(pool('policy: classic'))).toMatchObject({ policy: { kind: 'classic' }, only: [], waves: {} });
  });

  test.each([
    [pool('polcy: classic'), 'line 4: unknown key polcy in pools.prod-a; did you mean policy?'],
    ['pool: {}\n', 'line 1: unknown key pool; did you mean pools?'],
    [pool('policy: { pif: { txx: off } }'), 'line 4: unknown key txx in pools.prod-a.policy.pif; did you mean tx?'],
    [pool('waves:\n      sizes: 3'), 'line 5: unknown key sizes in pools.prod-a.waves; did you mean size?'],
    [
      pool('policy: { vif: { gro: off } }'),
      'line 4: pools.prod-a.policy.vif.gro: gro cannot be set on VIFs: xapi never reads it there',
    ],
    [
      pool('policy: { vif: { lro: on } }'),
      'line 4: pools.prod-a.policy.vif.lro: lro cannot be set on VIFs: xapi never reads it there',
    ],
    [
      pool('policy: clasic'),
      'line 4: pools.prod-a.policy: expected evidence, classic, guests, or modes under pif and vif',
    ],
    [pool('policy: { pif: { tx: maybe } }'), 'line 4: pools.prod-a.policy.pif.tx: expected on or off'],
    [pool('waves: { soak: 30 }'), 'line 4: pools.prod-a.waves.soak: expected a duration such as 30s, 2m, 6h or 1d'],
    [pool('waves: { soak: 1w }'), 'line 4: pools.prod-a.waves.soak: expected a duration such as 30s, 2m, 6h or 1d'],
    [pool('waves: { confirm: 2s }'), 'line 4: pools.prod-a.waves.confirm: expected 5s to 1h'],
    [pool('waves: { soak: 2d }'), 'line 4: pools.prod-a.waves.soak: expected 0s to 1d'],
    [pool('waves: { canary: 2 }'), 'line 4: pools.prod-a.waves.canary: expected 0 or 1'],
    [pool('exclude: { nics: eth0 }'), 'line 4: pools.prod-a.exclude.nics: expected a list of names'],
    ['pools:\n  prod-a:\n    policy: classic\n', 'line 2: pools.prod-a.hosts: expected a list of hosts'],
    ['pools:\n  prod-a:\n    hosts: []\n', 'line 3: pools.prod-a.hosts: name at least one host'],
    ['pools:\n', 'line 1: pools: expected pools by name'],
    ['', 'line 1: expected pools: and pools by name under it'],
    [pool('hosts: [b]'), 'line 4: Map keys must be unique'],
    [
      'pools:\n  xen.example.com:\n    hosts: [a]\n    polcy: classic\n',
      'line 4: unknown key polcy in pools.xen.example.com; did you mean policy?',
    ],
    ['pools:\n  a:\n    hosts:\n      - root@b\n      - 5\n', 'line 5: pools.a.hosts.1: expected a name'],
    ['pools:\n  a: &a\n    hosts: 5\n  b: *a\n', 'line 3: pools.a.hosts: expected a list of hosts'],
    ['pools:\n  1:\n    hosts: []\n', 'line 3: pools.1.hosts: name at least one host'],
    [pool('ssh:'), 'line 4: pools.prod-a.ssh: expected settings under it'],
    [pool('ssh: { identity: 5 }'), 'line 4: pools.prod-a.ssh.identity: expected a path or a list of paths'],
    [pool('ssh: { hostKeys: no }'), 'line 4: pools.prod-a.ssh.hostKeys: expected strict or accept-new'],
    [
      pool('ssh: { fingerprints: [MD5:00] }'),
      'line 4: pools.prod-a.ssh.fingerprints.0: expected a fingerprint as ssh-keygen -l prints it, SHA256:…',
    ],
    [pool('ssh: { port: 70000 }'), 'line 4: pools.prod-a.ssh.port: expected a whole number from 1 to 65535'],
    [pool('waves: { size: 65 }'), 'line 4: pools.prod-a.waves.size: expected a whole number from 1 to 64'],
    [pool('exclude: { vms: [*web] }'), 'line 4: *web stands for an anchor &web that is not there; a name is quoted'],
    [pool('exclude: { vms: [*] }'), 'line 4: Alias cannot be an empty string'],
    ['pools: {}\n---\npools: {}\n', 'line 2: Source contains multiple documents'],
    [
      'pools:\n  prod-a:\n    hosts: [x\n',
      'line 4: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
  ])('%j is refused in one line that says where and what', (text, message) => {
    expect(() => parse(text)).toThrow(
      expect.objectContaining({ type: 'BadConfig', message: `xen-offload.yaml, ${message}` }),
    );
  });

  test('that would grow without bound is refused, not read', () => {
    const list = (name: string, of: string) => `${name}: &${name} [${Array<string>(10).fill(of).join(', ')}]\n`;
    expect(() => parse(`${list('a', 'x')}${list('b', '*a')}${list('c', '*b')}d: [*c, *c]\n`)).toThrow(
      expect.objectContaining({ type: 'BadConfig', message: 'xen-offload.yaml has too many aliases' }),
    );
  });

  test('may be missing, but not when it was named', async () => {
    expect(await loadConfig(undefined)).toEqual(new Map());
    await expect(loadConfig('/nowhere/pools.yaml')).rejects.toMatchObject({
      type: 'BadConfig',
      message: '/nowhere/pools.yaml cannot be read',
    });
  });
});
