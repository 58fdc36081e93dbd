import { fail, type Answer } from '../answer';
import type { FaultOf } from '../faults/fault';

/** A command that xapi refused; its answer is on standard error, the exit code always 1 (facts/xenserver.md §3). */
export class XeError extends Error {
  override readonly name = 'XeError';

  constructor(...lines: readonly string[]) {
    super(lines.join('\n'));
  }

  get answer(): Answer {
    return fail(1, `${this.message}\n`);
  }
}

const usage = "For usage run: 'xe help'";

export const unknownCommand = (command: string): XeError => new XeError(`Unknown command: ${command}`, usage);

export const missingParameter = (name: string): XeError => new XeError(`Required parameter not found: ${name}`, usage);

export const syntaxError = (): XeError => new XeError('Syntax error: ', usage);

export const invalidUuid = (apiClass: string, uuid: string): XeError =>
  new XeError('The uuid you supplied was invalid.', `type: ${apiClass}`, `uuid: ${uuid}`);

/** Whatever xapi did not foresee, such as a key that is not there. */
export const internalError = (text: string): XeError =>
  new XeError(
    'The server failed to handle your request, due to an internal error. ' +
      'The given message may give details useful for debugging the problem.',
    `message: Failure: ${text}`,
  );

export const unknownParameterName = (name: string): XeError =>
  new XeError('Error code: Missing parameter', `Error parameters: ${name}`);

export const duplicateKey = (apiClass: string, uuid: string, key: string): XeError =>
  new XeError(
    'You tried to add a key-value pair to a map, but that key is already there.',
    `type: ${apiClass}`,
    'param_name: other_config',
    `uuid: ${uuid}`,
    `key: ${key}`,
  );

export const connectionLost = (): XeError => new XeError('Lost connection to the server.');

const refusals: Readonly<Record<FaultOf<'xe-refuses'>['error'], string>> = {
  'operation-not-allowed': 'You attempted an operation that was not allowed.\nreason: simulated refusal',
  rbac: 'RBAC permission denied.\npermission: pif.add_to_other_config',
  'still-booting': 'The host toolstack is still initialising. Please wait.',
  'emergency-mode': 'Cannot perform operation as the host is running in emergency mode.',
};

export const refusal = (error: FaultOf<'xe-refuses'>['error']): XeError => new XeError(refusals[error]);
