import { once } from 'node:events';
import type { Output } from './output';

/** Says why it waits, and waits for Ctrl-C, for being asked to end, or for what it watches over to end or fail. */
export async function untilInterrupted(
  line: string,
  output: Output,
  ended: readonly Promise<void>[] = [],
): Promise<void> {
  output.say(line);
  const keepAlive = setInterval(() => undefined, 60_000);
  try {
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM'), ...ended]);
  } finally {
    clearInterval(keepAlive);
  }
}
