/** What follows a flag in a command line. */
export const flagValue = (command: readonly string[], flag: string): string | undefined =>
  command.find((_, index) => command[index - 1] === flag);

/** A command line with other values for some of its flags. */
export const withFlags = (
  command: readonly string[],
  values: Readonly<Record<string, string | undefined>>,
): readonly string[] => command.map((word, index) => values[command[index - 1] ?? ''] ?? word);
