import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { knownHostName, linesFor, parseKnownHosts } from '../../ssh/known-hosts';

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGn1fQ6pH2V8oUTUYSpVQKZH0rGbXx7YcC8a0GmVYQpD';

const isKnown = (text: string, name: string): boolean => linesFor(parseKnownHosts(text), name).length > 0;

describe('a line of known_hosts speaks of', () => {
  test.each([
    ['a plain name', 'xen-01', 'xen-01', true],
    ['another name', 'xen-01', 'xen-02', false],
    ['a name of which it is a part', 'xen-01', 'xen-011', false],
    ['a name in other case', 'XEN-01', 'xen-01', true],
    ['a name asked for in other case', 'xen-01', 'Xen-01', true],
    ['an address of a list', 'xen-01,192.0.2.1', '192.0.2.1', true],
    ['a port', '[xen-01]:2222', '[xen-01]:2222', true],
    ['a port, not of the same host on port 22', '[xen-01]:2222', 'xen-01', false],
    ['port 22, not of another port', 'xen-01', '[xen-01]:2222', false],
    ['an IPv6 address', '2001:db8::1', '2001:db8::1', true],
    ['all that match *', '*.example.com', 'xen-01.example.com', true],
    ['a dot, which stands for itself', '*.example.com', 'xen-01-example.com', false],
    ['one letter for ?', 'xen-0?', 'xen-01', true],
    ['no two letters for ?', 'xen-0?', 'xen-012', false],
    ['no name that is excepted', '*.example.com,!bad.example.com', 'bad.example.com', false],
    ['no name that is excepted first', '!bad.example.com,*.example.com', 'bad.example.com', false],
    ['the others of an exception', '*.example.com,!bad.example.com', 'good.example.com', true],
    ['nobody by an exception alone', '!bad.example.com', 'good.example.com', false],
    ['no name that a bracket would match as a class', '[ab]', 'a', false],
  ])('%s', (_, names, name, expected) => {
    expect(isKnown(`${names} ${key}\n`, name)).toBe(expected);
  });
});

test('names hashed by ssh-keygen are found, by name and by port, and no others', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'xen-offload-known-hosts-'));
  try {
    const file = path.join(folder, 'known_hosts');
    writeFileSync(file, `xen-01,192.0.2.1 ${key}\n[xen-02]:2222 ${key}\n`);
    execFileSync('ssh-keygen', ['-q', '-H', '-f', file], { stdio: 'ignore' });
    const hashed = readFileSync(file, 'utf8');
    const names = ['xen-01', 'XEN-01', '192.0.2.1', '[xen-02]:2222', 'xen-02', 'xen-03'];

    expect(hashed).not.toContain('xen-01');
    expect(names.filter((name) => isKnown(hashed, name))).toEqual(['xen-01', 'XEN-01', '192.0.2.1', '[xen-02]:2222']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

describe('what a line says', () => {
  test('a key is kept as it goes over the wire', () => {
    const [line] = parseKnownHosts(`xen-01 ${key} root@xen-01\n`);

    expect(line).toMatchObject({ marker: 'none', names: 'xen-01', keyType: 'ssh-ed25519' });
    expect(line?.key.toString('base64')).toBe(key.split(' ')[1]);
  });

  test('a revoked key is marked', () => {
    expect(parseKnownHosts(`@revoked * ${key}\n`)).toMatchObject([{ marker: 'revoked', names: '*' }]);
  });

  test.each([
    ['a comment', `# xen-01 ${key}`],
    ['a comment with no blank after its mark', `#xen-01 ${key}`],
    ['an empty line', ''],
    ['blanks', '  \t '],
    ['a certificate authority', `@cert-authority * ${key}`],
    ['a marker nobody knows', `@trusted * ${key}`],
    ['a line without key', 'xen-01 ssh-ed25519'],
    ['a hash of another version', `|2|c2FsdA==|aGFzaA== ${key}`],
    ['a broken hash', `|1|c2FsdA== ${key}`],
  ])('%s makes no key known', (_, line) => {
    expect(isKnown(`${line}\n`, 'xen-01')).toBe(false);
  });

  test('blanks, tabs and line ends of other systems do not matter', () => {
    expect(isKnown(`  xen-01\t${key.replace(' ', '  ')}\r\n`, 'xen-01')).toBe(true);
  });
});

test.each([
  ['xen-01', 22, 'xen-01'],
  ['xen-01', 2222, '[xen-01]:2222'],
  ['2001:db8::1', 2222, '[2001:db8::1]:2222'],
])('%s on port %d is looked up as %s', (host, port, expected) => {
  expect(knownHostName(host, port)).toBe(expected);
});
