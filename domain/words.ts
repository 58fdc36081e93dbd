/** `1 host`, `2 hosts`; for nouns whose plural takes an s. */
export const count = (number: number, noun: string): string => `${String(number)} ${noun}${number === 1 ? '' : 's'}`;

/** The first of some lines, and how many more there are: in a large pool everybody hears a broken NIC. */
export function someOf(lines: readonly string[], separator: string): string {
  const named = lines.slice(0, namedAtMost).join(separator);
  return lines.length > namedAtMost ? `${named} and ${String(lines.length - namedAtMost)} more` : named;
}

const namedAtMost = 3;
