import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { toolFolder } from '../../support/tool-folder';

const script = readFileSync(path.join(__dirname, '../../../bench/evidence/tcpdump.sh'), 'utf8');
/** Prints its arguments, a line each. */
const real = `#!/bin/sh\nprintf '%s\\n' "$@"\n`;

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'xen-offload-tcpdump-'));
  toolFolder(path.join(root, 'bin'), [], { tcpdump: script, 'tcpdump.real': real });
  mkdirSync(path.join(root, 'captures'));
  for (const part of ['1', '2']) writeFileSync(path.join(root, `captures/eth0.in.${part}.pcap`), '');
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function argumentsOfReal(...words: string[]): string[] {
  const env = { PATH: path.join(root, 'bin'), XEN_OFFLOAD_ROOT: root };
  const { stdout } = spawnSync('/bin/sh', [path.join(root, 'bin/tcpdump'), ...words], { env, encoding: 'utf8' });
  return stdout.trimEnd().split('\n');
}

const file = (name: string): string => path.join(root, 'captures', name);

test('the real tcpdump gets every argument but device and direction, as it was given', () => {
  const words = ['-i', 'eth0', '-Q', 'in', '-c', '1000', '-nn', '-vv', '-s', '0', 'not port 22 or *'];
  const rest = ['-c', '1000', '-nn', '-vv', '-s', '0', 'not port 22 or *'];
  expect(argumentsOfReal(...words)).toEqual(['-r', file('eth0.in.1.pcap'), ...rest]);
});

test('every run reads the next part of its device and direction, and in the end an empty capture', () => {
  const parts = [1, 2, 3].map(() => argumentsOfReal('-Q', 'in', '-i', 'eth0')[1]);
  expect(parts).toEqual([file('eth0.in.1.pcap'), file('eth0.in.2.pcap'), file('empty.pcap')]);
  expect(argumentsOfReal('-i', 'eth0', '-Q', 'out')[1]).toBe(file('empty.pcap'));
});
