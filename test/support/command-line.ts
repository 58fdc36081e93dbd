import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';

/** The built command line, as users run it. */
const main = path.join(__dirname, '../../dist/client/main.js');

export interface CommandEnd {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningCommand {
  readonly process: ChildProcess;
  readonly end: Promise<CommandEnd>;
}

/**
 * Starts the command line in a state folder of its own; `cwd` is where xen-offload.yaml would be. A secret is what its
 * file descriptor 3 gives.
 */
export const startCommand = (
  args: readonly string[],
  stateHome: string,
  cwd = stateHome,
  secret?: string,
): RunningCommand => start([process.execPath, main, ...args], stateHome, cwd, secret);

/** The same, in a network namespace. */
export const startCommandIn = (namespace: string, args: readonly string[], folder: string): RunningCommand =>
  start(['ip', 'netns', 'exec', namespace, process.execPath, main, ...args], path.join(folder, 'state'), folder);

function start(
  [program = '', ...words]: readonly string[],
  stateHome: string,
  cwd: string,
  secret?: string,
): RunningCommand {
  const child = spawn(program, words, {
    cwd,
    env: { ...process.env, XDG_STATE_HOME: stateHome, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe', secret === undefined ? 'ignore' : 'pipe'],
  });
  const descriptor = child.stdio[3];
  if (descriptor instanceof Writable) descriptor.end(`${secret ?? ''}\n`);
  const chunks = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => (chunks.stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (chunks.stderr += chunk.toString()));
  return { process: child, end: once(child, 'close').then(() => ({ exitCode: child.exitCode, ...chunks })) };
}

export const runCommand = (args: readonly string[], stateHome: string, cwd?: string): Promise<CommandEnd> =>
  startCommand(args, stateHome, cwd).end;

/** Waits until a command that goes on has said something. */
export async function hasSaid({ process: child }: RunningCommand, words: string): Promise<void> {
  let heard = '';
  child.stderr?.on('data', (chunk: Buffer) => (heard += chunk.toString()));
  while (!heard.includes(words)) {
    if (child.exitCode !== null) throw new Error(`it ended before it said ${words}: ${heard}`);
    await setImmediate();
  }
}
