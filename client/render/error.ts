import { errorCatalogue } from '../../domain/error-catalogue';
import type { ErrorFacts } from '../../domain/errors';
import { errorExitCode, outcomeExitCodes } from '../../domain/exit-codes';
import { reportError } from '../report/host-reports';
import { printable } from '../printable';

/** An error for people: what happened, on which host, what to do. */
export function renderError({ type, message, host }: ErrorFacts): string {
  const where = host === undefined ? '' : `${printable(host)}: `;
  return `xen-offload: ${where}${printable(message)}\n${type}: ${errorCatalogue[type].whatToDo}`;
}

/** An error for programs. */
export const errorDocument = (command: string, error: ErrorFacts): unknown => ({
  command,
  outcome: errorExitCode(error.type) === outcomeExitCodes.refused ? 'refused' : 'failed',
  error: { ...reportError(error), host: error.host ?? null },
});
