import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { withLock } from '../../temporal/with-lock';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'with-lock-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a locked folder', () => {
  test('has one task at a time, also after one that failed', async () => {
    let running = 0;
    let most = 0;
    const task = async (): Promise<void> => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      if (most === 1) throw new Error('once');
    };
    await Promise.allSettled([withLock(folder, task), withLock(folder, task), withLock(folder, task)]);
    await expect(withLock(folder, () => Promise.resolve('done'))).resolves.toBe('done');
    expect(most).toBe(1);
  });

  test('that cannot be locked is an error, not a wait without end', async () => {
    // The folder's own name fits, that of its lock beside it does not.
    const long = path.join(folder, 'x'.repeat(252));
    await mkdir(long);
    await expect(withLock(long, () => Promise.resolve())).rejects.toMatchObject({ code: 'ENAMETOOLONG' });
  });
});
