import { mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { utils } from 'ssh2';
import { keptKeyPair, makeKeyPair } from '../../../lab/standin/key-pair';

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'xen-offload-keys-'));
});

afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

test('every key that is made can be read, also where the library stumbles over a leading zero', () => {
  const keys = Array.from({ length: 1_500 }, makeKeyPair).flatMap((pair) => [pair.public, pair.private]);
  expect(keys.filter((key) => utils.parseKey(key) instanceof Error)).toEqual([]);
});

test('a kept key stays the same, and its private half is for its owner only', () => {
  const file = path.join(directory, 'keys', 'sim-01');
  expect(keptKeyPair(file)).toEqual(keptKeyPair(file));
  expect(statSync(file).mode & 0o777).toBe(0o600);
});
