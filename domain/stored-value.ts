import type { OnOff } from './modes';

/** Words that people store, by what they mean; xapi takes but two of each (facts/xenserver.md §1). */
const meanings: Readonly<Record<OnOff, readonly string[]>> = {
  on: ['on', 'true', '1', 'yes', 'enable', 'enabled'],
  off: ['off', 'false', '0', 'no', 'disable', 'disabled'],
};

const typographicQuotes = /[\u2018-\u201f\u2032\u2033\u2039\u203a\u00ab\u00bb]/u;
const quotes = /["'`]/;

/** What is wrong with a value that xapi ignores, as the end of a sentence. */
export function valueFault(value: string): string {
  if (value === '') return 'is empty';
  if (value.trim() === '') return 'is blank';
  if (typographicQuotes.test(value)) return 'stands in typographic quotes';
  if (quotes.test(value)) return 'stands in quotes';
  if (value !== value.trim()) return 'has blanks around it';
  if (value !== value.toLowerCase()) return 'is in upper case';
  return /^[+-]?\d+$/.test(value) ? 'is a number' : 'is another word';
}

/** What a value that xapi ignores was meant to say; null where that cannot be told. */
export function meantBy(value: string): OnOff | null {
  const word = value.replaceAll(new RegExp(`${typographicQuotes.source}|${quotes.source}`, 'gu'), '');
  const bare = word.trim().toLowerCase();
  if (meanings.on.includes(bare)) return 'on';
  return meanings.off.includes(bare) ? 'off' : null;
}
