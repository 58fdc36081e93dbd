import type { Section } from './sections';
import { onlySection } from './sections';
import { xeError } from './xe-error';
import { parseXeRecords, type XeRecord } from './xe-records';

/**
 * The records of a section that holds the answer of one `xe …-list`.
 * @throws what xeError tells where the section's status is not 0; its text then is what xe said
 */
export function xeSection(sections: readonly Section[], name: string, fields: readonly string[]): XeRecord[] {
  const section = onlySection(sections, name);
  if (section.status !== null && section.status !== 0) {
    throw xeError({ command: `xe (${name})`, exitCode: section.status, stderr: section.text });
  }
  return parseXeRecords(section.text, fields);
}

/** One free-text field by uuid. It stands in a section of its own, so that its text cannot pass for structure. */
export const xeTexts = (sections: readonly Section[], name: string, field: string): ReadonlyMap<string, string> =>
  new Map(xeSection(sections, name, [field]).map((record) => [record.uuid, record.values.get(field) ?? '']));
