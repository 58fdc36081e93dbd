import { isErrorType } from './error-catalogue';
import type { ErrorFacts } from './errors';

/** Whether a value that crossed a process or a workflow is what an OffloadError said. */
export const isErrorFacts = (value: unknown): value is ErrorFacts =>
  typeof value === 'object' &&
  value !== null &&
  'type' in value &&
  typeof value.type === 'string' &&
  isErrorType(value.type) &&
  'message' in value;
