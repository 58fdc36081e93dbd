/** `1 host`, `2 hosts`; for nouns whose plural takes an s. */
export const count = (number: number, noun: string): string => `${String(number)} ${noun}${number === 1 ? '' : 's'}`;
