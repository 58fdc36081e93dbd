import type { Answer } from '../answer';

/** A program call as it crosses loopback: token, program, argument count and arguments, each ended by NUL. */
export interface Call {
  readonly token: string;
  readonly program: string;
  readonly words: readonly string[];
}

/** The call as one would type it, for patterns to match: `ethtool -K eth0 tx off`. */
export const callLine = ({ program, words }: Call): string => [program, ...words].join(' ');

export const encodeCall = ({ token, program, words }: Call): string =>
  [token, program, String(words.length), ...words].map((part) => `${part}\0`).join('');

/** Null until the call is complete. Throws when it can never be one. */
export function decodeCall(received: Buffer): Call | null {
  const parts = received.toString('utf8').split('\0');
  parts.pop();
  const [token, program, count, ...words] = parts;
  if (token === undefined || program === undefined || count === undefined) return null;
  if (!/^\d{1,6}$/.test(count)) throw new Error('not a stand-in call');
  return words.length < Number(count) ? null : { token, program, words: words.slice(0, Number(count)) };
}

/** A line with exit code and both lengths in bytes, then both texts. */
export function encodeAnswer({ stdout, stderr, exitCode }: Answer): Buffer {
  const texts = [Buffer.from(stdout), Buffer.from(stderr)];
  const lengths = texts.map((text) => String(text.length)).join(' ');
  return Buffer.concat([Buffer.from(`${String(exitCode)} ${lengths}\n`), ...texts]);
}

/** Null when it is not whole. */
export function decodeAnswer(received: Buffer): Answer | null {
  const end = received.indexOf('\n');
  const [exitCode, stdoutBytes, stderrBytes] = received.toString('latin1', 0, Math.max(end, 0)).split(' ').map(Number);
  if (exitCode === undefined || stdoutBytes === undefined || stderrBytes === undefined) return null;
  const body = received.subarray(end + 1);
  if (body.length < stdoutBytes + stderrBytes) return null;
  const stderr = body.toString('utf8', stdoutBytes, stdoutBytes + stderrBytes);
  return { stdout: body.toString('utf8', 0, stdoutBytes), stderr, exitCode };
}
