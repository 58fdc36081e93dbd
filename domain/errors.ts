import type { ErrorType } from './error-catalogue';

/** What is known of an error, as data: crosses from activity to workflow to client whole. */
export interface ErrorFacts {
  readonly type: ErrorType;
  /** One line that stands alone: what happened, to what. Never a secret. */
  readonly message: string;
  /** The host's name or address, where one is concerned. */
  readonly host?: string | undefined;
  /** The step or script that met it. */
  readonly step?: string | undefined;
  /** More, as fields: exitCode, signal, stderr, object, expected, found. */
  readonly facts?: Readonly<Record<string, string | number | boolean | null>> | undefined;
}

/** The one error class of the project. Decide on `type`, never by instanceof beyond one process (facts/models.md 2). */
export class OffloadError extends Error {
  override readonly name = 'OffloadError';

  constructor(
    readonly details: ErrorFacts,
    options?: { cause?: unknown },
  ) {
    super(details.message, options);
  }

  get type(): ErrorType {
    return this.details.type;
  }
}
