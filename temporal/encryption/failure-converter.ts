import { DefaultFailureConverter } from '@temporalio/common';

/**
 * Moves message and stack trace of a failure into a payload, which the codec then encrypts. Runs in workers, clients and
 * workflows: the SDK loads this file by its path, and a workflow bundle is built with it or without.
 */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
