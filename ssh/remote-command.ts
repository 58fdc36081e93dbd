import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ScriptRun } from './script';

const bootstrap = readFileSync(path.join(__dirname, 'remote.sh'), 'utf8').replaceAll(/^#.*\n/gm, '');

/** The one command this tool ever executes on a host. Data goes over its standard input. */
export const remoteCommand = `exec sh -c '${bootstrap}'`;

/** What goes over the standard input of `remoteCommand`, and the mark that frames the answer. */
export interface RemoteRequest {
  readonly mark: string;
  readonly bytes: Buffer;
}

/** Frames a run for `remote.sh`. Throws RangeError for an argument with a newline, which the protocol cannot carry. */
export function remoteRequest({ script, args = [], input = '', timeoutSeconds }: ScriptRun): RemoteRequest {
  if (args.some((argument) => argument.includes('\n'))) throw new RangeError(`${script.name}: newline in an argument`);
  const mark = randomBytes(12).toString('hex');
  const text = Buffer.from(script.text);
  const data = Buffer.from(input);
  const header = [mark, timeoutSeconds, text.length, args.length, data.length].join(' ');
  const lines = args.map((argument) => `${argument}\n`).join('');
  return {
    mark,
    bytes: Buffer.concat([Buffer.from(`${header}\n`), text, Buffer.from(lines), data, Buffer.from(`${mark}\n`)]),
  };
}

/**
 * What the script printed and its exit code, from all that came over the channel. Noise before the start mark is
 * dropped; null without an exit mark: the outcome is unknown, whatever exit code SSH reports.
 */
export function remoteAnswer(
  output: string,
  mark: string,
): { readonly stdout: string; readonly exitCode: number } | null {
  const start = `@${mark} start\n`;
  const from = output.indexOf(start);
  const end = new RegExp(`\\n@${mark} exit (\\d+)\\n$`).exec(output);
  if (from === -1 || end?.[1] === undefined) return null;
  return { stdout: output.slice(from + start.length, end.index), exitCode: Number(end[1]) };
}
