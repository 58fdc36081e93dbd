import { stripVTControlCharacters } from 'node:util';

/** What a terminal shows, without colours and without the blanks that end a line of a table. */
export const plainText = (text: string): string => stripVTControlCharacters(text).replaceAll(/ +$/gm, '');
