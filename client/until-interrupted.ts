import { once } from 'node:events';
import type { Output } from './output';

/** Says why it waits, and waits for Ctrl-C, or for being asked to end. */
export async function untilInterrupted(line: string, output: Output): Promise<void> {
  output.say(line);
  const keepAlive = setInterval(() => undefined, 60_000);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  clearInterval(keepAlive);
}
