import { OffloadError } from '../domain/errors';

const shownCharacters = 200;

/**
 * The error for text of a host that cannot be read for certain.
 * @param program what printed it: `ethtool -k`, `xe pif-list`
 * @param problem what is wrong, as the rest of a sentence
 * @param line the line at fault, shown cut to one short line
 */
export function notUnderstood(program: string, problem: string, line?: string): OffloadError {
  const shown = line === undefined ? undefined : JSON.stringify(line.slice(0, shownCharacters));
  return new OffloadError({
    type: 'OutputNotUnderstood',
    message: shown === undefined ? `${program}: ${problem}` : `${program}: ${problem}: ${shown}`,
    facts: { program, problem, ...(shown === undefined ? {} : { line: shown }) },
  });
}

/** The text as the kind that `is` tells, or OutputNotUnderstood naming `what` it should have been. */
export function expectKind<Kind extends string>(
  text: string,
  is: (text: string) => text is Kind,
  program: string,
  what: string,
): Kind {
  if (is(text)) return text;
  throw notUnderstood(program, `not ${what}`, text);
}
