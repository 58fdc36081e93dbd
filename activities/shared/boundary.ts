import { ApplicationFailure, Context, log } from '@temporalio/activity';
import { errorCatalogue } from '../../domain/error-catalogue';
import { OffloadError } from '../../domain/errors';

const heartbeatEveryMs = 800;

/**
 * What every activity has in common: it heartbeats while it works, hands its cancellation down as an AbortSignal,
 * and turns an OffloadError into the failure that the workflow decides on. Whether to retry is the catalogue's word.
 */
export function boundary<Input, Result>(
  run: (input: Input, signal: AbortSignal) => Promise<Result>,
): (input: Input) => Promise<Result> {
  return async (input) => {
    const context = Context.current();
    context.heartbeat();
    const beat = setInterval(() => {
      context.heartbeat();
    }, heartbeatEveryMs);
    try {
      return await run(input, context.cancellationSignal);
    } catch (error) {
      throw error instanceof OffloadError ? asFailure(error) : error;
    } finally {
      clearInterval(beat);
    }
  };
}

function asFailure(error: OffloadError): ApplicationFailure {
  log.warn('step failed', { ...error.details });
  return ApplicationFailure.create({
    type: error.type,
    message: error.message,
    nonRetryable: !errorCatalogue[error.type].retryable,
    details: [error.details],
  });
}
