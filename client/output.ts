/** Where a command's words go: the document for programs or the report for people to stdout, all else to stderr. */
export interface Output {
  readonly json: boolean;
  /** Progress and remarks. */
  readonly say: (line: string) => void;
  /** The command's answer: a document for programs, or a text for people. */
  readonly answer: (document: unknown, text: () => string) => void;
}

export const createOutput = (json: boolean): Output => ({
  json,
  say: (line) => process.stderr.write(`${line}\n`),
  answer: (document, text) => process.stdout.write(`${json ? JSON.stringify(document, null, 2) : text()}\n`),
});
