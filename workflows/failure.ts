import {
  ActivityFailure,
  ApplicationFailure,
  ChildWorkflowFailure,
  isCancellation,
  TimeoutFailure,
} from '@temporalio/workflow';
import { isErrorFacts } from '../domain/error-facts';
import { isErrorType, type ErrorType } from '../domain/error-catalogue';
import type { ErrorFacts } from '../domain/errors';

/** Errors that say that a host cannot be reached: an undo gave it minutes to come back. */
export const contactErrors: readonly ErrorType[] = ['HostUnreachable', 'ConnectionLost', 'ScriptTimedOut'];

/** What is known of a failure, whichever way it reached the workflow. */
export function errorFacts(error: unknown, host?: string): ErrorFacts {
  if (isCancellation(error)) return { type: 'RunCancelled', message: 'the run was cancelled', host };
  const cause = rootCause(error);
  if (cause instanceof ApplicationFailure && typeof cause.type === 'string' && isErrorType(cause.type)) {
    const [details] = cause.details ?? [];
    return isErrorFacts(details) ? details : { type: cause.type, message: cause.message, host };
  }
  if (cause instanceof TimeoutFailure) {
    return { type: 'ConnectionLost', message: 'no answer in time; what was done is unknown', host };
  }
  return { type: 'Internal', message: cause instanceof Error ? cause.message : String(cause), host };
}

/** A failure of the workflow itself, as Temporal shows it. Decided here, so never retried. */
export const workflowFailure = (facts: ErrorFacts): ApplicationFailure =>
  ApplicationFailure.create({ type: facts.type, message: facts.message, nonRetryable: true, details: [facts] });

function rootCause(error: unknown): unknown {
  if ((error instanceof ActivityFailure || error instanceof ChildWorkflowFailure) && error.cause !== undefined) {
    return rootCause(error.cause);
  }
  return error;
}
