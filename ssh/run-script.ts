import { OffloadError } from '../domain/errors';
import { limits } from '../domain/limits';
import type { Channel, Connection } from './connection';
import { remoteAnswer, remoteCommand, remoteRequest } from './remote-command';
import type { ScriptResult, ScriptRun } from './script';
import { connectionLost } from './ssh-error';
import { abortReason } from './unless-aborted';

/** Exit codes of `timeout`: the script was stopped, with TERM or, where that did not help, KILL. */
const stoppedCodes: readonly number[] = [124, 137];

/** Runs one script over an open connection. Throws ConnectionLost, ScriptTimedOut, OutputTooLarge, ChannelRefused. */
export async function runScript(connection: Connection, run: ScriptRun): Promise<ScriptResult> {
  const { mark, bytes } = remoteRequest(run);
  run.signal?.throwIfAborted();
  const channel = await connection.exec(remoteCommand);
  try {
    const { stdout, stderr } = await collect(channel, bytes, connection, run);
    const answer = remoteAnswer(stdout, mark);
    if (answer === null) throw connectionLost(connection.shown, run.script.name, 'the answer is not complete');
    if (stoppedCodes.includes(answer.exitCode)) throw timedOut(connection.shown, run);
    return { ...answer, stderr };
  } finally {
    // The end of its standard input is what stops a script on the host: signals do not (facts/ssh-and-hosts.md §2).
    channel.end();
    channel.close();
  }
}

interface Collected {
  readonly stdout: string;
  readonly stderr: string;
}

function collect(channel: Channel, request: Buffer, connection: Connection, run: ScriptRun): Promise<Collected> {
  return new Promise((resolve, reject) => {
    const stdout = capped(limits.scriptOutputBytes);
    const stderr = capped(limits.scriptErrorBytes);
    channel.on('data', (chunk: Buffer) => {
      if (!stdout.add(chunk)) reject(tooLarge(connection.shown, run));
    });
    channel.stderr.on('data', (chunk: Buffer) => {
      stderr.add(chunk);
    });
    const { gone } = connection;
    const { signal } = run;
    const lost = (): void => {
      reject(connectionLost(connection.shown, run.script.name, String(gone.reason)));
    };
    const patience = setTimeout(
      () => {
        reject(connectionLost(connection.shown, run.script.name, 'no answer in time, though the host is there'));
        connection.drop();
      },
      (run.timeoutSeconds + limits.answerMarginSeconds) * 1_000,
    );
    const aborted = (): void => {
      if (signal !== undefined) reject(abortReason(signal));
    };
    gone.addEventListener('abort', lost);
    signal?.addEventListener('abort', aborted);
    const settle = (): void => {
      clearTimeout(patience);
      gone.removeEventListener('abort', lost);
      signal?.removeEventListener('abort', aborted);
    };
    channel.once('close', () => {
      settle();
      resolve({ stdout: stdout.text(), stderr: stderr.text() });
    });
    if (signal?.aborted === true) aborted();
    else if (gone.aborted) lost();
    else channel.write(request);
  });
}

interface Capped {
  /** False once there is more than fits. */
  add(chunk: Buffer): boolean;
  text(): string;
}

function capped(bytesMax: number): Capped {
  const chunks: Buffer[] = [];
  let bytes = 0;
  return {
    add: (chunk) => {
      bytes += chunk.length;
      if (bytes > bytesMax) return false;
      chunks.push(chunk);
      return true;
    },
    text: () => Buffer.concat(chunks).toString('utf8'),
  };
}

const timedOut = (host: string, { script, timeoutSeconds }: ScriptRun): OffloadError =>
  new OffloadError({
    type: 'ScriptTimedOut',
    message: `${script.name} did not end within ${String(timeoutSeconds)} s and was stopped`,
    host,
    step: script.name,
  });

const tooLarge = (host: string, { script }: ScriptRun): OffloadError =>
  new OffloadError({
    type: 'OutputTooLarge',
    message: `${script.name} printed more than ${String(limits.scriptOutputBytes)} bytes`,
    host,
    step: script.name,
  });
