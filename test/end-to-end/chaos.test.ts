import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

const run = promisify(execFile);

const main = path.join(__dirname, '../../dist/chaos/main.js');

test('under random faults every host ends exactly as planned or exactly as before, as the report says', async () => {
  const { stdout } = await run(process.execPath, [main, '--runs', '5', '--seed', 'ci']);

  expect(stdout).toMatch(/^seed +ci$/m);
  expect(stdout).toMatch(/^mixed +0$/m);
  expect(stdout).toMatch(/^false reports +0$/m);
  expect(stdout).toMatch(/^runs with a fault [1-9]/m);
});
