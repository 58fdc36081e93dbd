/** Text from hosts as a terminal may show it: control characters, which could move the cursor, become visible. */
export const printable = (text: string): string =>
  // eslint-disable-next-line no-control-regex
  text.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, (character) =>
    character === '\n' ? '⏎' : `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
