import type { ErrorType } from '../../domain/error-catalogue';
import { OffloadError } from '../../domain/errors';
import type { ScriptResult } from '../../ssh/script';

/** The exit codes that prelude.sh gives a meaning. */
const typeByExitCode: Readonly<Record<number, ErrorType>> = {
  65: 'WrongHost',
  66: 'NotXenServer',
  67: 'RunNotFound',
  69: 'ToolMissing',
  73: 'HostLocked',
  75: 'DeadManFired',
};

/** Turns a script's non-zero exit into the error it stands for. */
export function scriptError(result: ScriptResult, host: string, script: string): OffloadError {
  const type = typeByExitCode[result.exitCode] ?? 'ScriptFailed';
  const words = firstLine(result.stderr);
  return new OffloadError({
    type,
    message: `${describe(type, script, result.exitCode)}${words === '' ? '' : `: ${words}`}`,
    host,
    step: script,
    facts: { exitCode: result.exitCode },
  });
}

const firstLine = (text: string): string => text.trim().split('\n')[0] ?? '';

function describe(type: ErrorType, script: string, exitCode: number): string {
  switch (type) {
    case 'WrongHost':
      return 'another host answers at this address';
    case 'NotXenServer':
      return 'this is not a XenServer host';
    case 'ToolMissing':
      return 'a program is missing';
    case 'RunNotFound':
      return 'the host remembers no such run';
    case 'HostLocked':
      return 'another run holds the lock';
    case 'DeadManFired':
      return 'the host took the change back by itself';
    default:
      return `${script} ended with exit code ${String(exitCode)}`;
  }
}
