import type { Section } from './sections';
import { onlySection } from './sections';
import { xeError } from './xe-error';
import { parseXeRecords, type XeRecord } from './xe-records';

/**
 * The records of a section that holds the answer of one `xe …-list`.
 * @throws what xeError tells where the section's status is not 0; its text then is what xe said
 */
export function xeSection(
  sections: readonly Section[],
  name: string,
  fields: readonly string[],
  repeated: 'refuse' | 'drop' = 'refuse',
): XeRecord[] {
  const section = onlySection(sections, name);
  if (section.status !== null && section.status !== 0) {
    throw xeError({ command: `xe (${name})`, exitCode: section.status, stderr: section.text });
  }
  return parseXeRecords(section.text, fields, repeated);
}

/** other-config by uuid, from a section of its own. A uuid that is there twice is refused: values are written by it. */
export const xeOtherConfigs = (sections: readonly Section[], name: string): ReadonlyMap<string, string> =>
  texts(xeSection(sections, name, ['other-config']), 'other-config');

/**
 * Labels by uuid, from a section of its own. Whoever may rename a VM can make a label look like the record of another
 * one; both a forged and a true record of that uuid are then left out, and it goes by its uuid.
 */
export const xeLabels = (sections: readonly Section[], name: string): ReadonlyMap<string, string> =>
  texts(xeSection(sections, name, ['name-label'], 'drop'), 'name-label');

const texts = (records: readonly XeRecord[], field: string): ReadonlyMap<string, string> =>
  new Map(records.map((record) => [record.uuid, record.values.get(field) ?? '']));
