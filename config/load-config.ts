import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { LineCounter, parseDocument, visit, type Document } from 'yaml';
import { OffloadError } from '../domain/errors';
import { isMissingFile } from '../domain/file-missing';
import { explainIssues } from './explain-issue';
import { poolFromEntry } from './pool-entry';
import type { PoolConfig } from './pool-config';
import { fileSchema } from './schema';

const defaultFile = 'xen-offload.yaml';

/** Every pool of the configuration file, by name. Without a file there is none, unless one was named. Throws BadConfig. */
export async function loadConfig(named: string | undefined): Promise<ReadonlyMap<string, PoolConfig>> {
  const file = path.resolve(named ?? defaultFile);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (named === undefined && isMissingFile(error)) return new Map();
    throw badConfig(`${file} cannot be read`, error);
  }
  return parseConfig(text, file);
}

/**
 * Checks a configuration. An unknown key is an error that names the key, its line and the nearest known one.
 * @internal exported for its test
 */
export function parseConfig(text: string, file: string): ReadonlyMap<string, PoolConfig> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const name = path.basename(file);
  const problem = malformed(document, lines);
  if (problem !== null) throw badConfig(`${name}, ${problem}`);
  const checked = fileSchema.safeParse(valueOf(document, name));
  if (!checked.success) throw badConfig(`${name}, ${explainIssues(checked.error.issues, document, lines)}`);
  const folder = path.dirname(file);
  return new Map(Object.entries(checked.data.pools).map(([pool, entry]) => [pool, poolFromEntry(pool, entry, folder)]));
}

/** What makes a document no YAML, in one line that begins with its line's number, or null. */
function malformed(document: Document, lines: LineCounter): string | null {
  const [error] = document.errors;
  if (error !== undefined) {
    const [firstLine = ''] = error.message.split('\n');
    return `line ${String(lines.linePos(error.pos[0]).line)}: ${firstLine.replace(/ at line .*$|; please use .*$/, '')}`;
  }
  let problem: string | null = null;
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) !== undefined) return undefined;
      const { line } = lines.linePos(alias.range?.[0] ?? 0);
      problem = `line ${String(line)}: *${alias.source} stands for an anchor &${alias.source} that is not there; a name is quoted`;
      return visit.BREAK;
    },
  });
  return problem;
}

/** The plain value of a document; aliases of aliases that would grow without bound are refused here. */
function valueOf(document: Document, name: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw badConfig(`${name} has too many aliases`, error);
  }
}

const badConfig = (message: string, cause?: unknown): OffloadError =>
  new OffloadError({ type: 'BadConfig', message }, { cause });
