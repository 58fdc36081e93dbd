import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { OffloadError } from '../domain/errors';

export interface ProgramPlan {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** The whole of it. */
  readonly environment: NodeJS.ProcessEnv;
  /** Whom it runs as, when not ourselves. */
  readonly user?: string | undefined;
  /** What makes it end in good order, when not SIGTERM. */
  readonly stopSignal?: 'SIGINT';
  /** What the kernel sends it when we are killed, when not the same. */
  readonly deathSignal?: 'SIGKILL';
  /** How long it may take for that before it is killed. */
  readonly stopPatienceSeconds: number;
  /** Where its `NAME.log` goes. */
  readonly logFolder: string;
}

export interface RunningProgram {
  /** Settles when the program has ended, whyever, with how: never rejects. */
  readonly ended: Promise<ProgramEnd>;
  stop(): Promise<void>;
}

export interface ProgramEnd {
  readonly exitCode: number | null;
  /** One line: how it ended, and its last words. */
  readonly how: string;
}

const askAgainMs = 50;
/** Temporal ends its lines with a stack trace. */
const lastWordsLength = 300;

/**
 * Starts a program in a process session of its own, so that Ctrl-C reaches us alone and the stack stops in its order.
 * Should we be killed, the kernel stops the program.
 */
export function startProgram(plan: ProgramPlan): RunningProgram {
  const { name, command, environment, user, stopSignal = 'SIGTERM', stopPatienceSeconds, logFolder } = plan;
  const { deathSignal = stopSignal } = plan;
  const logFile = path.join(logFolder, `${name}.log`);
  // A program of an earlier stack may still write its own.
  rmSync(logFile, { force: true });
  const log = openSync(logFile, 'a', 0o600);
  const asUser = user === undefined ? [] : ['--reuid', user, '--regid', user, '--init-groups'];
  const child = spawn('setpriv', ['--pdeathsig', deathSignal.slice('SIG'.length), ...asUser, '--', ...command], {
    env: environment,
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  const ended = once(child, 'exit').then(
    () => ({ exitCode: child.exitCode, how: `${name} ended${lastWords(logFile)}` }),
    (error: unknown) => ({ exitCode: null, how: `${name} does not start: ${String(error)}` }),
  );
  return {
    ended,
    stop: async () => {
      child.kill(stopSignal);
      const lost = setTimeout(() => child.kill('SIGKILL'), stopPatienceSeconds * 1_000);
      await ended;
      clearTimeout(lost);
    },
  };
}

/** Runs a program to its end, for which another has to run. Throws ServerUnavailable unless it went well. */
export async function runProgram(plan: ProgramPlan, needed?: RunningProgram): Promise<void> {
  const program = startProgram(plan);
  const neededEnd = needed?.ended.then(({ how }) => ({ exitCode: null, how }));
  const { exitCode, how } = await Promise.race([program.ended, ...(neededEnd === undefined ? [] : [neededEnd])]);
  await program.stop();
  if (exitCode !== 0) throw notUp(how);
}

/** Asks until the answer is yes. Throws ServerUnavailable when the program that shall answer ends before. */
export async function untilTrue(program: RunningProgram, ask: () => Promise<boolean>): Promise<void> {
  while (!(await ask())) {
    const end = await Promise.race([program.ended, delay(askAgainMs, null)]);
    if (end !== null) throw notUp(end.how);
  }
}

const notUp = (how: string): OffloadError =>
  new OffloadError({ type: 'ServerUnavailable', message: `the stack does not come up: ${how}` });

function lastWords(logFile: string): string {
  const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-2);
  const words = lines.map((line) => line.slice(0, lastWordsLength)).join(' ');
  return words === '' ? '' : `: ${words} (${logFile})`;
}
