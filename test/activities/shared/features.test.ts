import { expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const script = readFileSync(path.join(__dirname, '../../../activities/shared/features.sh'), 'utf8');
const sample = (version: string): string =>
  readFileSync(path.join(__dirname, '../../parse/samples', `ethtool-${version}.txt`), 'utf8');

test.each([
  ['6', 'spaces in names'],
  ['2.6.39', 'no sub-features'],
  ['4.19', 'sub-features'],
])('a host with ethtool %s (%s) knows which segmentation to put back', (version) => {
  const { stdout } = spawnSync('/bin/sh', ['-c', `${script}\nwanted_features`], {
    encoding: 'utf8',
    input: `@device eth0\n${sample(version)}`,
  });
  const lines = stdout.split('\n');
  for (const feature of ['tcp-segmentation-offload on', 'udp-fragmentation-offload off', 'tx-checksumming on']) {
    expect(lines).toContain(`eth0 ${feature}`);
  }
});
