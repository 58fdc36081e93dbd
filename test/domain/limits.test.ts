import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { limits } from '../../domain/limits';

const page = readFileSync(path.join(__dirname, '..', '..', 'docs', 'limits.md'), 'utf8');

test('docs/limits.md lists every limit once, with its value and what it bounds', () => {
  const rows = [...page.matchAll(/^\| `(\w+)` *\| *(\d+) \| (\S.*\.) *\|$/gm)].map(([, name, value]) => [
    name,
    Number(value),
  ]);
  expect(rows.toSorted()).toEqual(Object.entries(limits).toSorted());
});
