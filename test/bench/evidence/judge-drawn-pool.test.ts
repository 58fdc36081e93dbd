import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeHostPrograms } from '../../../bench/evidence/host-programs';
import { judgeDrawnPool, type JudgedPool } from '../../../bench/evidence/judge-drawn-pool';
import { addUp } from '../../../bench/evidence/score';

let folder: string;
let programs: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'xen-offload-evidence-'));
  programs = makeHostPrograms(folder);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Pools with every kind of fault, and without: seeds of `npm run bench -- --case evidence --pools 1 --seed N`. */
const seeds = [9, 10, 14, 17, 25, 26, 34, 36, 53, 69, 87];

test('in pools of every kind all that can be found is found, and nobody else is accused or changed', async () => {
  const judged: JudgedPool[] = [];
  for (const seed of seeds) judged.push(await judgeDrawnPool(seed, folder, programs));

  expect(judged.flatMap(({ seed, wrong }) => wrong.map((what) => `${String(seed)}: ${what}`))).toEqual([]);
  expect(judged.flatMap(({ seed, changes }) => (changes.hit < changes.all ? [seed] : []))).toEqual([]);
  expect(new Set(judged.map(({ fault }) => fault)).size).toBe(7);
  expect(addUp(judged.map(({ senders }) => senders)).all).toBeGreaterThanOrEqual(5);
  expect(addUp(judged.map(({ receivers }) => receivers)).all).toBeGreaterThanOrEqual(2);
  expect(addUp(judged.map(({ grep }) => grep)).hit).toBeGreaterThan(40);
});
