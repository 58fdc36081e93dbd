import { once } from 'node:events';
import type { Output } from './output';

/** Says why it waits, and waits for Ctrl-C. */
export async function untilInterrupted(line: string, output: Output): Promise<void> {
  output.say(line);
  const keepAlive = setInterval(() => undefined, 60_000);
  await once(process, 'SIGINT');
  clearInterval(keepAlive);
}
