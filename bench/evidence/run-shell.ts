import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { ScriptResult } from '../../ssh/script';

export interface ShellRun {
  /** The arguments of `/bin/sh`. */
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly input: string;
}

/** Runs `/bin/sh` on this machine to its end. */
export async function runShell({ words, env, input }: ShellRun): Promise<ScriptResult> {
  const child = spawn('/bin/sh', [...words], { env });
  // A script that ends before it has read its input is no error.
  child.stdin.on('error', () => undefined).end(input);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { stdout, stderr, exitCode: child.exitCode ?? 1 };
}
