import type { ErrorType } from '../domain/error-catalogue';
import { OffloadError } from '../domain/errors';

/** sshd allows few sessions and frees them late; a new connection helps, trying again on the same one may never. */
export class ChannelRefused extends Error {
  override readonly name = 'ChannelRefused';
}

/** The error for a connection that could not be made, from ssh2's level and words (facts/ssh-and-hosts.md §2). */
export function dialError(error: unknown, host: string): OffloadError {
  if (error instanceof OffloadError) return error;
  const words = error instanceof Error ? error.message : String(error);
  const level = error instanceof Error && 'level' in error ? error.level : undefined;
  return new OffloadError(
    { type: dialErrorType(level, words), message: dialMessage(level, words), host },
    { cause: error },
  );
}

function dialErrorType(level: unknown, words: string): ErrorType {
  if (level === 'client-authentication') return 'AuthenticationFailed';
  if (/no matching/i.test(words)) return 'NoCommonAlgorithm';
  return 'HostUnreachable';
}

function dialMessage(level: unknown, words: string): string {
  if (level === 'client-authentication') return 'refused every key and password that was offered';
  return /no matching/i.test(words) ? words : `cannot be reached by SSH: ${words}`;
}

/** The error for a connection that ended before an answer was complete. */
export const connectionLost = (host: string, script: string, why: string): OffloadError =>
  new OffloadError({
    type: 'ConnectionLost',
    message: `connection lost during ${script}; what it did is unknown (${why})`,
    host,
    step: script,
  });
