import { succeed, type Answer } from '../answer';
import type { ArmedFaults } from '../faults/armed-faults';
import type { XapiView } from './xapi-view';
import { parseXeArguments, requiredParameter, type XeCommand } from './xe-arguments';
import type { XeClass, XeObject } from './xe-class';
import { xeClasses } from './xe-classes';
import { connectionLost, invalidUuid, refusal, unknownCommand, XeError } from './xe-error';
import { list } from './xe-list';
import { paramAdd, paramGet, paramRemove, paramSet } from './xe-parameters';

export interface XeContext {
  /** The records; their other-config is changed in place. */
  readonly view: XapiView;
  readonly faults: ArmedFaults;
  /** Told of every command that writes, before it does. */
  readonly onWrite: (uuid: string) => void;
}

const usage = `Usage:
    xe <command>
        [ -s <server> ]            XenServer host
        [ -p <port> ]              XenServer port number
        [ -u <username> -pw <password> | -pwf <password file> ]
        [ --debug ]                Enable debug output
        <other arguments>...

A full list of commands can be obtained by running
        xe help --all
`;

/** `xe`, run on any host of the pool: a supporter hands every command on to the coordinator. */
export function xe(words: readonly string[], context: XeContext): Answer {
  if (words.length === 0 || words[0] === '--help') return succeed('', usage);
  try {
    const line = words.join(' ');
    const matches = (fault: { command: string }): boolean => new RegExp(fault.command).test(line);
    const refused = context.faults.strike('xe-refuses', matches);
    if (refused !== null) throw refusal(refused.error);
    if (context.faults.strike('xe-hangs-up', matches) !== null) throw connectionLost();
    return succeed(run(parseXeArguments(words), context));
  } catch (error) {
    if (error instanceof XeError) return error.answer;
    throw error;
  }
}

function run(command: XeCommand, context: XeContext): string {
  const [, className, verb] = /^([a-z]+)-(list|param-get|param-set|param-add|param-remove)$/.exec(command.name) ?? [];
  const xeClass = xeClasses.find(({ name }) => name === className);
  if (xeClass === undefined) throw unknownCommand(command.name);
  if (verb === 'list') return list(xeClass, command, context.view);
  const object = namedObject(xeClass, command, context.view);
  if (verb === 'param-get') return paramGet(xeClass, object, command);
  context.onWrite(object.uuid);
  if (verb === 'param-set') paramSet(xeClass, object, command, context.faults);
  else if (verb === 'param-add') paramAdd(xeClass, object, command);
  else paramRemove(xeClass, object, command);
  return command.minimal ? '\n' : '';
}

function namedObject(xeClass: XeClass, command: XeCommand, view: XapiView): XeObject {
  const uuid = requiredParameter(command, 'uuid');
  const object = xeClass.find(view, uuid);
  if (object === undefined) throw invalidUuid(xeClass.apiName, uuid);
  return object;
}
