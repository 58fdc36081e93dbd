import { setTimeout as delay } from 'node:timers/promises';
import { lock } from 'proper-lockfile';

const staleMs = 10_000;
const askAgainMs = 100;

/**
 * Runs one task at a time on a folder, over all processes; a lock whose owner died is taken over after 10 s. Throws
 * what the file system says when the folder cannot be locked at all: the library's own retries would go on for ever.
 */
export async function withLock<Result>(folder: string, task: () => Promise<Result>): Promise<Result> {
  const release = await acquire(folder);
  try {
    return await task();
  } finally {
    await release();
  }
}

async function acquire(folder: string): Promise<() => Promise<void>> {
  for (;;) {
    try {
      return await lock(folder, { stale: staleMs });
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
    await delay(askAgainMs);
  }
}

const isTaken = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ELOCKED';
