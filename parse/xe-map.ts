import { notUnderstood } from './not-understood';

/** xe escapes nothing in maps: only a `; ` with something like a key behind it can be a border (facts/xenserver.md §3). */
const borderPattern = /; (?=[\w.:-]+:(?: |$))/;

/**
 * Reads a map as xe prints it: `k: v; k: v`.
 * @throws OutputNotUnderstood when an entry has no key, or a key is there twice, since then a value holds what looks like one
 */
export function parseXeMap(text: string): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  if (text.trim() === '') return map;
  for (const entry of text.split(borderPattern)) {
    const [, key, value] = /^([^:\s](?:[^:]|:(?! |$))*):(?: ([^]*))?$/.exec(entry) ?? [];
    if (key === undefined) throw notUnderstood('xe', 'a map entry has no key', entry);
    if (map.has(key)) throw notUnderstood('xe', `the map key ${key} is there twice`, text);
    map.set(key, value ?? '');
  }
  return map;
}
