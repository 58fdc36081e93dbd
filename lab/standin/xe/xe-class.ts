import type { XapiDatabase } from '../pool/xapi-database';
import type { XapiView } from './xapi-view';
import { fieldText, type XeField } from './xe-field';

/** One object of xapi. */
export interface XeObject {
  readonly uuid: string;
  readonly otherConfig: Record<string, string>;
  /** The value as xe prints it. */
  text(field: string): string;
  /** The value of one key of a map; undefined when it is not there. */
  entry(field: string, key: string): string | undefined;
}

export type FieldShape = Pick<XeField<never>, 'name' | 'kind' | 'access'>;

/** A class of objects, as the commands see it. */
export interface XeClass {
  /** The first part of its commands: `pif` of `pif-list`. */
  readonly name: string;
  /** What xapi calls it in errors. */
  readonly apiName: string;
  readonly fields: readonly FieldShape[];
  readonly defaultParameters: readonly string[];
  /** Filters that a list always has. */
  readonly defaultFilters: readonly (readonly [field: string, value: string])[];
  objects(view: XapiView): XeObject[];
  find(view: XapiView, uuid: string): XeObject | undefined;
}

export interface ClassDefinition<Row> extends Omit<XeClass, 'objects' | 'find' | 'fields'> {
  readonly fields: readonly XeField<Row>[];
  readonly rows: (database: XapiDatabase) => readonly Row[];
}

/** Makes a class of records into one of objects, so that the commands need not know what the records are. */
export function defineClass<Row extends { readonly uuid: string; readonly otherConfig: Record<string, string> }>(
  definition: ClassDefinition<Row>,
): XeClass {
  const { fields, rows } = definition;
  const byName = new Map(fields.map((field) => [field.name, field]));
  const toObject = (row: Row, view: XapiView): XeObject => ({
    uuid: row.uuid,
    otherConfig: row.otherConfig,
    text: (name) => {
      const field = byName.get(name);
      return field === undefined ? '' : fieldText(field, row, view);
    },
    entry: (name, key) => {
      const field = byName.get(name);
      const map = field?.kind === 'map' ? field.read(row) : {};
      return Object.hasOwn(map, key) ? map[key] : undefined;
    },
  });
  return {
    ...definition,
    objects: (view) => rows(view.database).map((row) => toObject(row, view)),
    find: (view, uuid) => {
      const row = rows(view.database).find((each) => each.uuid === uuid);
      return row === undefined ? undefined : toObject(row, view);
    },
  };
}
