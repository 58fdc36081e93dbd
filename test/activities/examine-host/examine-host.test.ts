import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { hostScript } from '../../../activities/shared/host-script';
import { hostTools } from '../../../domain/host-tools';
import { parseHostFacts } from '../../../parse/host-facts';
import { parseSections } from '../../../parse/sections';

const script = hostScript(path.join(__dirname, '../../../activities/examine-host/examine-host.sh'), 'xapi');
const uuid = '00000000-0000-0000-0000-000000000001';
const isInstalled = (shell: string): boolean => spawnSync(shell, ['-c', ':']).status === 0;

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'xen-offload-examine-'));
  for (const folder of ['bin', 'tmp', 'var/lib', 'etc']) mkdirSync(path.join(root, folder), { recursive: true });
  write('etc/xensource-inventory', `PRODUCT_BRAND='XCP-ng'\nINSTALLATION_UUID='${uuid}'\n`);
  program('ethtool', 'echo "ethtool version 4.19"');
  program('tcpdump', 'echo "tcpdump version 4.9.2" >&2; echo "libpcap version 1.5.3" >&2');
  program('xe', `printf 'uuid ( RO) : ${uuid}\\n  master ( RO): ${uuid}\\n  ha-enabled ( RO): false\\n\\n\\n'`);
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}

function program(name: string, text: string): void {
  write(`bin/${name}`, `#!/bin/sh\n${text}\n`);
  chmodSync(path.join(root, 'bin', name), 0o755);
}

const files = (): string[] => readdirSync(root, { recursive: true, encoding: 'utf8' }).toSorted();

/** Runs the script with that folder as `/`, and this machine's tools behind the host's own. */
function examine(shell: string, tools: readonly string[] = Object.keys(hostTools)) {
  const startedAtMs = Date.now();
  const { stdout, status } = spawnSync(shell, ['-c', script.text, 'examine-host', ...tools], {
    encoding: 'utf8',
    env: { PATH: `${path.join(root, 'bin')}:/usr/bin:/bin`, XEN_OFFLOAD_ROOT: root, XEN_OFFLOAD_MARK: 'm4rk' },
  });
  expect(status).toBe(0);
  return parseHostFacts(parseSections(stdout), { startedAtMs, endedAtMs: Date.now() });
}

describe.each(['dash', 'bash'].filter(isInstalled))('in %s', (shell) => {
  test('a host that is fit says so, and nothing is left on it', () => {
    const before = files();

    expect(examine(shell)).toMatchObject({
      installationUuid: uuid,
      userId: process.getuid?.(),
      missingTools: [],
      versions: { ethtool: '4.19', tcpdump: '4.9.2' },
      clockSkewSeconds: 0,
      lock: null,
      journals: [],
      room: { memory: { writable: true }, temporary: { writable: true } },
      xapi: null,
    });
    expect(files()).toEqual(before);
  });

  test('what earlier runs left is told, and stays', () => {
    write('var/lib/xen-offload/lock/run', 'r1\n');
    write('var/lib/xen-offload/lock/expires', '1\n');
    write('var/lib/xen-offload/journal/r1/armed.4bc', '');
    write('var/lib/xen-offload/journal/r2/fired', '');
    write('var/lib/xen-offload/journal/r3/disarmed', '');
    const before = files();

    const { lock, journals } = examine(shell);

    expect(lock?.run).toBe('r1');
    expect(lock?.secondsLeft).toBeLessThan(0);
    expect(journals).toEqual([
      { run: 'r1', deadManSwitch: 'armed' },
      { run: 'r2', deadManSwitch: 'fired' },
      { run: 'r3', deadManSwitch: 'none' },
    ]);
    expect(files()).toEqual(before);
  });

  test('a lock that a run left before it wrote its name is a lock', () => {
    mkdirSync(path.join(root, 'var/lib/xen-offload/lock'), { recursive: true });

    expect(examine(shell).lock).toEqual({ run: '', secondsLeft: null });
  });

  test('everything that is wrong at once is told, and stops nothing', () => {
    rmSync(path.join(root, 'etc'), { recursive: true });
    rmSync(path.join(root, 'tmp'), { recursive: true });
    write('tmp', 'no folder');
    write('var/lib/xen-offload', 'no folder');
    program('ethtool', 'echo "ethtool: bad command line argument(s)" >&2; exit 1');
    program('xe', 'echo "Lost connection to the server." >&2; exit 1');

    expect(examine(shell, ['awk', 'no-such-tool', 'sed', 'nor-this'])).toMatchObject({
      installationUuid: null,
      missingTools: ['no-such-tool', 'nor-this'],
      versions: { ethtool: null },
      room: { memory: { writable: false }, temporary: { writable: false } },
      xapi: { type: 'XapiUnavailable' },
    });
  });

  test('an old ethtool tells its version with its help', () => {
    program('ethtool', '[ "$1" = -h ] || exit 1\necho "ethtool version 2.6.33"\necho "Usage:"');

    expect(examine(shell).versions.ethtool).toBe('2.6.33');
  });
});

test('every tool that host-side scripts are checked for is there on this machine, so that none is misspelt', () => {
  const own = ['ethtool', 'tcpdump'];
  const found = Object.keys(hostTools).filter(
    (tool) => own.includes(tool) || ['/usr/bin', '/bin'].some((folder) => existsSync(path.join(folder, tool))),
  );
  expect(found).toEqual(Object.keys(hostTools));
});
