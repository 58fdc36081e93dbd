import { errorCatalogue, type ErrorType } from './error-catalogue';
import type { RunOutcome } from './outcome';

/** Exit codes of the command line (design §2); wrong usage and configuration have 64. */
export const outcomeExitCodes: Readonly<Record<RunOutcome, number>> = {
  clean: 0,
  done: 0,
  'nothing-to-do': 0,
  failed: 1,
  findings: 2,
  planned: 2,
  'rolled-back': 3,
  'partly-failed': 3,
  cancelled: 3,
  refused: 4,
  stuck: 5,
};

const refusals: readonly ErrorType[] = ['RunInProgress', 'NoWorker', 'HostLocked', 'RequestRefused'];

/** The exit code of a command that an error ended before there was an outcome. */
export function errorExitCode(type: ErrorType): number {
  if (refusals.includes(type)) return outcomeExitCodes.refused;
  if (type === 'RunCancelled') return outcomeExitCodes.cancelled;
  const { fault } = errorCatalogue[type];
  return fault === 'usage' || fault === 'config' ? 64 : outcomeExitCodes.failed;
}
