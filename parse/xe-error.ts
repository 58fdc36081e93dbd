import type { ErrorType } from '../domain/error-catalogue';
import { OffloadError } from '../domain/errors';

/** How an `xe` command failed. */
export interface XeFailure {
  /** What was run, without values: `xe pif-list`. */
  readonly command: string;
  /** Exit code of xe: 1 for every failure of its own, so that only the text tells the cause. */
  readonly exitCode: number;
  readonly stderr: string;
  readonly host?: string | undefined;
  readonly step?: string | undefined;
}

/** Causes that pass by themselves, in the words of old and new releases (facts/xenserver.md §3). */
const passingCauses: readonly RegExp[] = [
  /^The host toolstack is still initialising/m,
  /^(?:Error code: )?HOST_STILL_BOOTING/m,
  /^Cannot perform operation as the host is running in emergency mode/m,
  /^(?:Error: )?Connection refused \(calling connect/m,
  /^Lost connection to the server/m,
  /^Unable to contact server/m,
  /^You attempted an operation which involves a host which could not be contacted/m,
  /^Cannot forward messages because the server cannot be contacted/m,
];

const shownLines = 4;
const shownCharacters = 500;

/**
 * Tells what a failed xe command means: XapiUnavailable (trying again helps), NotXenServer (no xe there),
 * ScriptTimedOut (stopped by `timeout`), else XapiRefused with xe's own words.
 */
export function xeError(failure: XeFailure): OffloadError {
  const words = firstLines(failure.stderr);
  const said = words === '' ? 'no message' : words;
  return new OffloadError({
    type: errorType(failure),
    message: `${failure.command} failed with exit code ${String(failure.exitCode)}: ${said}`,
    host: failure.host,
    step: failure.step,
    facts: { command: failure.command, exitCode: failure.exitCode, stderr: words },
  });
}

function errorType({ exitCode, stderr }: XeFailure): ErrorType {
  if (exitCode === 127) return 'NotXenServer';
  if (exitCode === 124) return 'ScriptTimedOut';
  return passingCauses.some((cause) => cause.test(stderr)) ? 'XapiUnavailable' : 'XapiRefused';
}

const firstLines = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(0, shownLines)
    .join(' | ')
    .slice(0, shownCharacters);
