import { closest } from 'fastest-levenshtein';
import { isAlias, isMap, isScalar, isSeq, type Document, type LineCounter, type Node } from 'yaml';
import { z } from 'zod';
import { fileSchema } from './schema';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** The first thing to correct in a file that the schema refuses, in one line that begins with its line's number. */
export function explainIssues(issues: readonly Issue[], document: Document, lines: LineCounter): string {
  const all = deepest(issues);
  // A misspelt key is the cause, the missing one its consequence.
  const issue = all.find(({ code }) => code === 'unrecognized_keys') ?? all[0];
  if (issue === undefined) return 'line 1: cannot be understood';
  const [key] = issue.code === 'unrecognized_keys' ? issue.keys : [];
  const place = key === undefined ? issue.path : [...issue.path, key];
  return `line ${String(lineOf(place, document, lines))}: ${describe(issue)}`;
}

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
    const known = keysAt(fileSchema, issue.path);
    const hint = known.length === 0 ? '' : `; did you mean ${closest(key, known)}?`;
    return `unknown key ${key}${where === '' ? '' : ` in ${where}`}${hint}`;
  }
  return where === '' ? issue.message : `${where}: ${issue.message}`;
}

/** The keys that a schema knows at a path. */
function keysAt(schema: unknown, path: Path): string[] {
  const [step, ...rest] = path;
  if (schema instanceof z.ZodOptional) return keysAt(schema.unwrap(), path);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => keysAt(option, path));
  if (schema instanceof z.ZodRecord) return keysAt(schema.valueType, rest);
  if (!(schema instanceof z.ZodObject)) return [];
  return step === undefined ? Object.keys(schema.shape) : keysAt(schema.shape[String(step)], rest);
}

/** The line of what stands at a path, or of the nearest thing above it that is there. */
function lineOf(path: Path, document: Document, lines: LineCounter): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const step of path) {
    const found = enter(isAlias(node) ? node.resolve(document) : node, String(step));
    if (found === null) break;
    offset = found.at.range?.[0] ?? offset;
    node = found.value;
  }
  return lines.linePos(offset).line;
}

/** What a node holds under a key or an index, and the node whose place tells where. */
function enter(node: unknown, step: string): { readonly at: Pick<Node, 'range'>; readonly value: unknown } | null {
  if (isSeq<Node>(node)) {
    const item = node.items[Number(step)];
    return item === undefined ? null : { at: item, value: item };
  }
  if (!isMap(node)) return null;
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === step);
  return isScalar(pair?.key) ? { at: pair.key, value: pair.value } : null;
}
