/** Where a command's words go: the document for programs or the report for people to stdout, all else to stderr. */
export interface Output {
  readonly json: boolean;
  /** Progress and remarks. */
  readonly say: (line: string) => void;
  /** The command's answer. */
  readonly answer: (text: string) => void;
}

export const createOutput = (json: boolean): Output => ({
  json,
  say: (line) => process.stderr.write(`${line}\n`),
  answer: (text) => process.stdout.write(text.endsWith('\n') ? text : `${text}\n`),
});
