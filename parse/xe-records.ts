import { notUnderstood } from './not-understood';

/** One record of a long-form `xe …-list`; a field the server does not know is not there. */
export interface XeRecord {
  readonly uuid: string;
  readonly values: ReadonlyMap<string, string>;
}

/** What xe prints for a reference to nothing, or to something that is gone. */
export const isNoReference = (value: string): boolean =>
  value === '' || value === '<not in database>' || value === '<invalid reference>';

const uuidLinePattern = /^uuid \( RO\) *: ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
const fieldLinePattern = /^ *([A-Za-z][\w-]*) \((?: RO| RW|MRO|MRW|SRO|SRW)\)(?: \[DEPRECATED\])? *:(?: (.*))?$/;

/**
 * Reads the long form of `xe …-list params=uuid,…` (facts/xenserver.md §3). Lines that are no field belong to the value
 * above them, since labels may hold newlines. Fields not named are passed over; where only one is named, though, it is
 * free text, and whatever looks like another field, or the same one again, is part of it.
 * A uuid that is there twice is refused; with `repeated: 'drop'`, for labels, such a record is left out instead, since a
 * label can be made to look like a record, and must not stop a run.
 * @throws OutputNotUnderstood for text before the first record, a uuid twice, or one of several fields twice in a record
 */
export function parseXeRecords(
  text: string,
  fields: readonly string[],
  repeated: 'refuse' | 'drop' = 'refuse',
): XeRecord[] {
  const drafts = new Map<string, Draft>();
  const dropped = new Set<string>();
  let draft: Draft | undefined;
  for (const line of text.split(/\r?\n/)) {
    const uuid = uuidLinePattern.exec(line)?.[1];
    if (uuid !== undefined) {
      if (drafts.has(uuid)) {
        if (repeated === 'refuse') throw notUnderstood('xe', 'a record is there twice', line);
        dropped.add(uuid);
      }
      draft = { values: new Map(), current: null };
      drafts.set(uuid, draft);
    } else if (draft !== undefined) {
      addLine(draft, line, fields);
    } else if (line.trim() !== '') {
      throw notUnderstood('xe', 'text before the first record', line);
    }
  }
  return [...drafts]
    .filter(([uuid]) => !dropped.has(uuid))
    .map(([uuid, { values }]) => ({ uuid, values: withoutSeparators(values) }));
}

/** The value of a field that every record must have. */
export function requiredValue(record: XeRecord, field: string): string {
  const value = record.values.get(field);
  if (value === undefined) throw notUnderstood('xe', `record ${record.uuid} has no ${field}`);
  return value;
}

interface Draft {
  readonly values: Map<string, string>;
  current: string | null;
}

function addLine(draft: Draft, line: string, fields: readonly string[]): void {
  const [, name, value = ''] = fieldLinePattern.exec(line) ?? [];
  const isNamed = name !== undefined && fields.includes(name);
  if (isNamed && !draft.values.has(name)) {
    draft.values.set(name, value);
    draft.current = name;
  } else if (isNamed && fields.length > 1) {
    throw notUnderstood('xe', 'a field is there twice in one record', line);
  } else if (name !== undefined && fields.length > 1) {
    draft.current = null;
  } else if (draft.current !== null) {
    draft.values.set(draft.current, `${draft.values.get(draft.current) ?? ''}\n${line}`);
  }
}

/** Empty lines separate records; the last field of a record must not take them for its own. */
const withoutSeparators = (values: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
  new Map([...values].map(([field, value]) => [field, value.replace(/\n+$/, '')]));
