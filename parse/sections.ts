import { notUnderstood } from './not-understood';

/** The raw output of one tool, as a host script printed it between its marker lines. */
export interface Section {
  readonly name: string;
  /** What the section is about: a device, for instance. */
  readonly argument: string | null;
  readonly text: string;
  /** The tool's exit code, where the script gives it. */
  readonly status: number | null;
}

const firstLinePattern = /^@(\S+) sections$/;
const sectionPattern = /^section (\S+) ?(.*)$/;
const statusPattern = /^status (\d{1,3})$/;

const program = 'host script';

/**
 * Splits what a host script printed. Its first line, `@<mark> sections`, declares a random mark that text of the host
 * cannot know; `@<mark> section <name> [argument]` opens a section, `@<mark> status <n>` ends its text with an exit code.
 */
export function parseSections(stdout: string): Section[] {
  const [first = '', ...lines] = stdout.split('\n');
  const mark = firstLinePattern.exec(first)?.[1];
  if (mark === undefined) throw notUnderstood(program, 'the first line does not declare sections', first);
  const prefix = `@${mark} `;
  const drafts: Draft[] = [];
  for (const line of lines) {
    const draft = drafts.at(-1);
    if (!line.startsWith(prefix)) addText(draft, line);
    else if (line.startsWith(`${prefix}status `)) setStatus(draft, line.slice(prefix.length));
    else drafts.push(openSection(line.slice(prefix.length)));
  }
  return drafts.map(({ lines: text, ...section }) => ({ ...section, text: text.join('\n') }));
}

/** The one section of that name; OutputNotUnderstood when there is none or more than one. */
export function onlySection(sections: readonly Section[], name: string): Section {
  const [section, ...more] = sections.filter((candidate) => candidate.name === name);
  if (section === undefined) throw notUnderstood(program, `section ${name} is missing`);
  if (more.length > 0) throw notUnderstood(program, `section ${name} is there ${String(more.length + 1)} times`);
  return section;
}

interface Draft {
  readonly name: string;
  readonly argument: string | null;
  readonly lines: string[];
  status: number | null;
}

function openSection(marker: string): Draft {
  const match = sectionPattern.exec(marker);
  if (match?.[1] === undefined) throw notUnderstood(program, 'unknown marker', marker);
  return {
    name: match[1],
    argument: match[2] === undefined || match[2] === '' ? null : match[2],
    lines: [],
    status: null,
  };
}

function addText(draft: Draft | undefined, line: string): void {
  if (draft?.status === null) draft.lines.push(line);
  else if (line !== '') throw notUnderstood(program, 'text outside of a section', line);
}

function setStatus(draft: Draft | undefined, marker: string): void {
  const code = statusPattern.exec(marker)?.[1];
  if (code === undefined) throw notUnderstood(program, 'unknown marker', marker);
  if (draft?.status !== null) throw notUnderstood(program, 'status without a section', marker);
  draft.status = Number(code);
}
