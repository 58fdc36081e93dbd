import { lock } from 'proper-lockfile';

/** Runs one task at a time on a folder, over all processes; a lock whose owner died is taken over after 10 s. */
export async function withLock<Result>(folder: string, task: () => Promise<Result>): Promise<Result> {
  const release = await lock(folder, {
    stale: 10_000,
    retries: { forever: true, minTimeout: 50, maxTimeout: 500 },
  });
  try {
    return await task();
  } finally {
    await release();
  }
}
