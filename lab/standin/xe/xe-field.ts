import type { XapiView } from './xapi-view';

/** A field of a class as xe shows it: the name, the access tag, and how to read it. */
export type XeField<Row> =
  | {
      readonly kind: 'text';
      readonly name: string;
      readonly access: ' RO' | ' RW';
      read(row: Row, view: XapiView): string;
    }
  | {
      readonly kind: 'set';
      readonly name: string;
      readonly access: 'SRO';
      read(row: Row, view: XapiView): readonly string[];
    }
  | {
      readonly kind: 'map';
      readonly name: string;
      readonly access: 'MRO' | 'MRW';
      read(row: Row): Readonly<Record<string, string>>;
    };

/** What xe prints for a reference to nothing. */
const nothing = '<not in database>';

export const text = <Row>(name: string, read: (row: Row, view: XapiView) => string): XeField<Row> => ({
  kind: 'text',
  name,
  access: ' RO',
  read,
});

export const writableText = <Row>(name: string, read: (row: Row) => string): XeField<Row> => ({
  kind: 'text',
  name,
  access: ' RW',
  read,
});

export const flag = <Row>(name: string, read: (row: Row) => boolean): XeField<Row> =>
  text(name, (row) => String(read(row)));

export const reference = <Row>(name: string, read: (row: Row) => string | null): XeField<Row> =>
  text(name, (row) => read(row) ?? nothing);

/** References that are no set to xe: it joins them with commas. */
export const references = <Row>(name: string, read: (row: Row) => readonly string[]): XeField<Row> =>
  text(name, (row) => read(row).join(','));

export const set = <Row>(name: string, read: (row: Row, view: XapiView) => readonly string[]): XeField<Row> => ({
  kind: 'set',
  name,
  access: 'SRO',
  read,
});

export const otherConfig = <Row extends { readonly otherConfig: Record<string, string> }>(): XeField<Row> => ({
  kind: 'map',
  name: 'other-config',
  access: 'MRW',
  read: (row) => row.otherConfig,
});

/** Maps and sets are printed without any escaping (facts/xenserver.md §3). */
export function fieldText<Row>(field: XeField<Row>, row: Row, view: XapiView): string {
  switch (field.kind) {
    case 'text':
      return field.read(row, view);
    case 'set':
      return field.read(row, view).join('; ');
    case 'map':
      return Object.entries(field.read(row))
        .map(([key, value]) => `${key}: ${value}`)
        .join('; ');
  }
}
