import type { XapiView } from './xapi-view';
import { parameter, type XeCommand } from './xe-arguments';
import type { XeClass, XeObject } from './xe-class';
import { internalError } from './xe-error';
import { printMinimal, printRecords } from './xe-print';

/** `xe CLASS-list`: what passes all filters, with the fields asked for in the order of the class. Throws XeError. */
export function list(xeClass: XeClass, command: XeCommand, view: XapiView): string {
  const filters = command.parameters.filter(([key]) => key !== 'params' && !key.startsWith('database:'));
  const objects = [...xeClass.defaultFilters, ...filters].reduce(
    (remaining, [key, value]) => filterObjects(xeClass, remaining, key, value),
    xeClass.objects(view),
  );
  const fields = chosenFields(xeClass, parameter(command, 'params'));
  if (command.minimal) {
    const [first] = fields;
    return printMinimal(first === undefined ? [] : objects.map((object) => object.text(first.name)));
  }
  return printRecords(
    objects.map((object) => fields.map(({ name, access }) => [`${name} (${access})`, object.text(name)])),
  );
}

/** Names that the class does not have are dropped without a word. */
function chosenFields(xeClass: XeClass, params: string | undefined): XeClass['fields'] {
  if (params === 'all') return xeClass.fields;
  const names = params?.split(',') ?? xeClass.defaultParameters;
  return xeClass.fields.filter((field) => names.includes(field.name));
}

/** xapi reads the kind of a filter off the first object that is left, so none left means no complaint either. */
function filterObjects(xeClass: XeClass, objects: readonly XeObject[], key: string, value: string): XeObject[] {
  if (objects.length === 0) return [];
  const field = xeClass.fields.find((each) => each.name === key);
  if (field !== undefined) {
    const ignoreCase = key === 'MAC';
    return objects.filter((object) => {
      const found = object.text(key);
      return ignoreCase ? found.toLowerCase() === value.toLowerCase() : found === value;
    });
  }
  const [, name = '', part = ''] = /^([^:]+):(.*)$/.exec(key) ?? [];
  const kind = xeClass.fields.find((each) => each.name === name)?.kind;
  if (kind === 'map') return objects.filter((object) => object.entry(name, part) === value);
  if (kind === 'set' && part === 'contains')
    return objects.filter((object) => object.text(name).split('; ').includes(value));
  if (kind === 'text') throw internalError(`Field '${name}' is not a set or map`);
  throw internalError(`Unknown field '${key}'`);
}
