import { missingParameter, syntaxError } from './xe-error';

export interface XeCommand {
  readonly name: string;
  readonly minimal: boolean;
  /** `key=value` in the order given; a key may be there more than once. */
  readonly parameters: readonly (readonly [key: string, value: string])[];
}

/** Parameters that every command takes and that are never a filter or a field. */
const standard: ReadonlySet<string> = new Set([
  'server',
  'password',
  'port',
  'username',
  'minimal',
  'force',
  'multiple',
  'all',
  'message-priority',
  'trace',
]);

/** Splits the words behind `xe`. They reach xapi as lines, so that one with a newline becomes two. Throws XeError. */
export function parseXeArguments(words: readonly string[]): XeCommand {
  const [name = '', ...rest] = words.flatMap((word) => word.split('\n'));
  if (name.includes('=')) throw syntaxError();
  const parameters = rest.map((word): [string, string] => {
    if (word.startsWith('--')) return [word.slice(2), 'true'];
    const equals = word.indexOf('=');
    return equals === -1 ? [word, ''] : [word.slice(0, equals), word.slice(equals + 1)];
  });
  const minimal = parameters.some(([key, value]) => key === 'minimal' && value === 'true');
  return { name, minimal, parameters: parameters.filter(([key]) => !standard.has(key)) };
}

export const parameter = (command: XeCommand, key: string): string | undefined =>
  command.parameters.find(([name]) => name === key)?.[1];

/** Throws XeError when it is missing. */
export function requiredParameter(command: XeCommand, key: string): string {
  const value = parameter(command, key);
  if (value === undefined) throw missingParameter(key);
  return value;
}
