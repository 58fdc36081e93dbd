import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { toolFolder } from '../../../support/tool-folder';

const source = path.join(__dirname, '../../../../lab/namespaces/old-tools/tcpdump.sh');
const samples = path.join(__dirname, '../../../activities/shared/samples');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'xen-offload-old-tcpdump-'));
  toolFolder(folder, [], {
    tcpdump: readFileSync(source, 'utf8'),
    'tcpdump.real': `#!/bin/sh\ncat '${samples}/tcpdump-4.99.3.txt'\nexit 3\n`,
  });
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const run = (...words: readonly string[]) => spawnSync(path.join(folder, 'tcpdump'), words, { encoding: 'utf8' });

/** What the wrapper cannot know, and nobody reads: the sum in a bad checksum, numbers of pings, what a tunnel is called. */
const comparable = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.replace(/(bad \w+ cksum) \w+/, '$1'))
    .map((line) => line.replace(/(ICMP6, echo request).*/, '$1').replace(/\[no cksum\] .*/, '[no cksum]'));

test('the lab prints packets as the real 3.9.8 did, and ends with the exit code of the real program', () => {
  const { stdout, status } = run('-nn', '-vv', '-e');
  expect(comparable(stdout)).toEqual(comparable(readFileSync(path.join(samples, 'tcpdump-3.9.8.txt'), 'utf8')));
  expect(status).toBe(3);
});

test('it does not know -Q, and says only how it is used', () => {
  const { stdout, stderr, status } = run('-i', 'eth0', '-Q', 'in');
  expect([stdout, status]).toEqual(['', 1]);
  expect(stderr).toMatch(/^tcpdump version 3\.9\.8\n[^]*\nUsage: tcpdump /);
});

test('it tells its version with its usage, as doctor reads it', () => {
  expect(run('--version').stderr).toContain('tcpdump version 3.9.8\n');
});
