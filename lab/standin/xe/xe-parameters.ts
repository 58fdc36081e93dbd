import type { ArmedFaults } from '../faults/armed-faults';
import { parameter, requiredParameter, type XeCommand } from './xe-arguments';
import type { FieldShape, XeClass, XeObject } from './xe-class';
import { connectionLost, duplicateKey, internalError, unknownParameterName } from './xe-error';
import { printMinimal } from './xe-print';

/** `xe CLASS-param-get`. Throws XeError. */
export function paramGet(xeClass: XeClass, object: XeObject, command: XeCommand): string {
  const field = namedField(xeClass, requiredParameter(command, 'param-name'));
  const key = parameter(command, 'param-key');
  const value = key !== undefined && field.kind === 'map' ? valueOf(object, field.name, key) : object.text(field.name);
  return command.minimal ? printMinimal([value]) : `${value}\n`;
}

/**
 * `xe CLASS-param-set`: key by key, each removed and added again, so that a death in between leaves a part of it
 * (facts/xenserver.md §3). Only other-config can be written here. Throws XeError.
 */
export function paramSet(xeClass: XeClass, object: XeObject, command: XeCommand, faults: ArmedFaults): void {
  const death = faults.strike('xe-dies-between-keys', (fault) => fault.object === object.uuid);
  const atStart = new Set(Object.keys(object.otherConfig));
  const assignments = command.parameters.filter(([name]) => name !== 'uuid');
  assignments.forEach(([name, value], index) => {
    if (death !== null && index >= death.afterKeys) throw connectionLost();
    const key = otherConfigKey(xeClass, name);
    if (!atStart.has(key) && Object.hasOwn(object.otherConfig, key)) {
      throw duplicateKey(xeClass.apiName, object.uuid, key);
    }
    Reflect.deleteProperty(object.otherConfig, key);
    object.otherConfig[key] = value;
  });
}

/** `xe CLASS-param-add`: keys that must not be there yet, one after the other (xapi: p_add in cli_operations.ml). Throws XeError. */
export function paramAdd(xeClass: XeClass, object: XeObject, command: XeCommand): void {
  const field = namedField(xeClass, requiredParameter(command, 'param-name'));
  if (field.kind === 'text') throw internalError('Can only add to parameters of type Set or Map');
  if (field.access !== 'MRW') throw internalError('Parameter is read-only');
  for (const [key, value] of command.parameters) {
    if (['uuid', 'param-name', 'param-key'].includes(key)) continue;
    if (Object.hasOwn(object.otherConfig, key)) throw duplicateKey(xeClass.apiName, object.uuid, key);
    object.otherConfig[key] = value;
  }
}

/** `xe CLASS-param-remove`: one key. Throws XeError when it is not there. */
export function paramRemove(xeClass: XeClass, object: XeObject, command: XeCommand): void {
  const field = namedField(xeClass, requiredParameter(command, 'param-name'));
  const key = requiredParameter(command, 'param-key');
  if (field.access === 'MRO') throw internalError('Cannot remove parameters from read-only map');
  if (field.access !== 'MRW') throw internalError('Can only remove from parameters of type Set or Map');
  if (!Object.hasOwn(object.otherConfig, key)) throw internalError(`Key ${key} is not in map`);
  Reflect.deleteProperty(object.otherConfig, key);
}

function namedField(xeClass: XeClass, name: string): FieldShape {
  const field = xeClass.fields.find((each) => each.name === name);
  if (field === undefined) throw unknownParameterName(name);
  return field;
}

function valueOf(object: XeObject, field: string, key: string): string {
  const value = object.entry(field, key);
  if (value === undefined) throw internalError(`Key ${key} not found in map`);
  return value;
}

/** `other-config:KEY`, or the older `other-config-KEY`. */
function otherConfigKey(xeClass: XeClass, name: string): string {
  const field = xeClass.fields.find((each) => each.name === name);
  if (field?.kind === 'map') {
    throw internalError(`Field '${name}' is a map or set. use the 'name:key=value' syntax.`);
  }
  if (field !== undefined) throw internalError(`Field '${name}' is read-only.`);
  const [, map = '', key = ''] = /^(other-config|properties)[:-](.*)$/.exec(name) ?? [];
  if (map === 'properties') throw internalError("Map field 'properties' is read-only.");
  if (map === '') throw internalError(`Unknown field '${name}'`);
  return key;
}
