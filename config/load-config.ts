import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { closest } from 'fastest-levenshtein';
import { isMap, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { OffloadError } from '../domain/errors';
import { isMissingFile } from '../domain/file-missing';
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
  const [malformed] = document.errors;
  if (malformed !== undefined) {
    const line = lines.linePos(malformed.pos[0]).line;
    throw badConfig(
      `${name}, line ${String(line)}: ${malformed.message.split('\n')[0]?.replace(/ at line .*$/, '') ?? ''}`,
    );
  }
  const checked = fileSchema.safeParse(document.toJS());
  if (checked.success) {
    const folder = path.dirname(file);
    return new Map(
      Object.entries(checked.data.pools).map(([pool, entry]) => [pool, poolFromEntry(pool, entry, folder)]),
    );
  }
  // A misspelt key is the cause, the missing one its consequence.
  const issues = deepest(checked.error.issues);
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  if (issue === undefined) throw badConfig(`${name} cannot be understood`);
  throw badConfig(`${name}, line ${String(lineOf(document, lines, issue))}: ${describe(issue)}`);
}

const badConfig = (message: string, cause?: unknown): OffloadError =>
  new OffloadError({ type: 'BadConfig', message }, { cause });

type Issue = z.core.$ZodIssue;

/** A union reports what every branch dislikes; the branch that came furthest says what was meant. */
function deepest(issues: readonly Issue[]): readonly Issue[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'invalid_union') return [issue];
    const branches = issue.errors.map((branch) =>
      deepest(branch.map((each) => ({ ...each, path: [...issue.path, ...each.path] }))),
    );
    const telling = branches.filter((branch) =>
      branch.some((each) => each.code !== 'invalid_type' && each.code !== 'invalid_value'),
    );
    return telling[0] ?? [issue];
  });
}

function describe(issue: Issue): string {
  const where = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    const near = nearestKey(key, issue.path.map(String));
    return `unknown key ${key}${where === '' ? '' : ` in ${where}`}${near === null ? '' : `; did you mean ${near}?`}`;
  }
  return where === '' ? issue.message : `${where}: ${issue.message}`;
}

/** The keys that are known where an unknown one was found, by the shape of its path. */
const knownKeys: readonly { readonly path: RegExp; readonly keys: readonly string[] }[] = [
  { path: /^$/, keys: ['pools'] },
  { path: /^pools\.[^.]+$/, keys: ['hosts', 'ssh', 'policy', 'only', 'exclude', 'waves'] },
  { path: /\.ssh$/, keys: ['user', 'identity', 'knownHosts', 'sshConfig', 'port', 'jump'] },
  { path: /\.(only|exclude)$/, keys: ['hosts', 'nics', 'vms', 'networks'] },
  { path: /\.waves$/, keys: ['canary', 'size', 'soak', 'maxFailures', 'confirm'] },
  { path: /\.policy$/, keys: ['pif', 'vif'] },
  { path: /\.policy\.[pv]if$/, keys: ['rx', 'tx', 'sg', 'tso', 'ufo', 'gso', 'gro', 'lro'] },
];

function nearestKey(key: string, where: readonly string[]): string | null {
  const keys = knownKeys.find((known) => known.path.test(where.join('.')))?.keys ?? [];
  return keys.length === 0 ? null : closest(key, [...keys]);
}

/** The line of the key an issue is about, or of the key it is missing under. */
function lineOf(document: Document, lines: LineCounter, issue: Issue): number {
  const keys = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const whole = [...issue.path, ...keys].map(String);
  const found = whole
    .map((_, index) => lineOfKey(document, lines, whole.slice(0, whole.length - index)))
    .find((line) => line !== null);
  return found ?? 1;
}

function lineOfKey(document: Document, lines: LineCounter, keys: readonly string[]): number | null {
  const parent: unknown = keys.length === 1 ? document.contents : document.getIn(keys.slice(0, -1), true);
  if (!isMap(parent)) return null;
  const pair = parent.items.find((item) => isScalar(item.key) && String(item.key.value) === keys.at(-1));
  return isScalar(pair?.key) && pair.key.range != null ? lines.linePos(pair.key.range[0]).line : null;
}
