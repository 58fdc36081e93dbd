import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { toolFolder } from '../../../support/tool-folder';

const source = path.join(__dirname, '../../../../lab/namespaces/old-tools/ethtool.sh');
const samples = path.join(__dirname, '../../../parse/samples');

/** A device eth0 with fixed lro; what is set is kept in the file `set`. */
const real = `#!/bin/sh
[ "$2" = eth0 ] || { echo 'Cannot get driver information: No such device' >&2; exit 71; }
case $1 in
  -k) cat '${samples}/ethtool-6.1.txt' ;;
  -i) printf 'driver: veth\\nexpansion-rom-version: \\nbus-info: \\nsupports-priv-flags: no\\n' ;;
  -S) echo 'NIC statistics:' ;;
  -K) echo "$3 $4" >>"\${0%/*}/set"; [ "$3 $4" != 'lro on' ] ;;
esac
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'xen-offload-old-ethtool-'));
  toolFolder(folder, [], { ethtool: readFileSync(source, 'utf8'), 'ethtool.real': real });
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const run = (line: string) => spawnSync(path.join(folder, 'ethtool'), line.split(' '), { encoding: 'utf8' });

test('the lab prints features as the real 2.6.39 did', () => {
  const { stdout, stderr, status } = run('-k eth0');
  expect(stderr + stdout).toBe(readFileSync(path.join(samples, 'ethtool-2.6.39.txt'), 'utf8'));
  expect(status).toBe(0);
});

describe('exit codes are those of 2.6.39', () => {
  test.each([
    ['-k eth9', 83, 'Offload parameters for eth9:\nno offload info available\n', ''],
    ['-i eth9', 71, '', 'Cannot get driver information: No such device\n'],
    ['--version', 0, 'ethtool version 2.6.39\n', ''],
    ['-i eth0', 0, 'driver: veth\nbus-info: \n', ''],
    ['-S eth0', 0, 'NIC statistics:\n', ''],
    ['-S eth9', 71, '', 'Cannot get driver information: No such device\n'],
    ['-K eth0 tx off', 0, '', ''],
    ['-K eth9 tx off', 85, '', 'Cannot set device tx csum settings: No such device\n'],
    ['-K eth0 ufo off', 89, '', 'Cannot set device udp large send offload settings: Operation not supported\n'],
    ['-K eth0 lro on', 92, '', 'Cannot set device flag settings: Operation not supported\n'],
    ['-K eth0 bogus on', 1, '', expect.stringMatching(/^ethtool: bad command line argument\(s\)\n/)],
    ['-K eth0 tx maybe', 1, '', expect.stringMatching(/^ethtool: bad command line argument\(s\)\n/)],
  ])('%s: %i', (line, exitCode, out, error) => {
    const { stdout, stderr, status } = run(line);
    expect([status, stdout, stderr]).toEqual([exitCode, out, error]);
  });
});

test('what stands behind a refused mode is not set', () => {
  rmSync(path.join(folder, 'set'), { force: true });
  expect(run('-K eth0 gso off ufo off rx off tx off').status).toBe(89);
  expect(readFileSync(path.join(folder, 'set'), 'utf8')).toBe('rx off\ntx off\n');
});
