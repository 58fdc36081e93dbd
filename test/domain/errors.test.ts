import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { errorCatalogue, isErrorType, type CatalogueEntry, type Fault } from '../../domain/error-catalogue';
import { OffloadError } from '../../domain/errors';
import { errorExitCode } from '../../domain/exit-codes';

const page = readFileSync(path.join(__dirname, '..', '..', 'docs', 'errors.md'), 'utf8');
const entries: readonly [string, CatalogueEntry][] = Object.entries(errorCatalogue);

const chapters: Readonly<Record<Fault, string>> = {
  usage: 'Usage: what was asked for',
  config: 'Configuration',
  access: 'Access: reaching a host over SSH',
  host: 'Host',
  xapi: 'Pool: xapi and what it stores',
  temporal: 'Temporal',
  ours: 'This tool',
};

/** The page's chapters by heading, each with its entries' text by type. */
const pageChapters = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((chapter) => {
      const [heading = '', ...written] = chapter.split(/^### /m);
      return [heading.trim(), new Map(written.map((text) => [text.split('\n')[0] ?? '', text.trim()]))];
    }),
);

describe('docs/errors.md', () => {
  test.each(entries)('tells of %s what the program tells', (type, entry) => {
    const retried = entry.retryable ? 'yes' : 'no';
    const exitCode = isErrorType(type) ? errorExitCode(type) : 0;
    expect(pageChapters.get(chapters[entry.fault])?.get(type)).toBe(
      `${type}\n\n${entry.meaning}\n\n- What to do: ${entry.whatToDo}\n- Retried: ${retried}. Exit code: ${String(exitCode)}.`,
    );
  });

  test('tells of no error that does not exist', () => {
    const types = [...pageChapters.values()].flatMap((chapter) => [...chapter.keys()]);
    expect(types.toSorted()).toEqual(entries.map(([type]) => type).toSorted());
  });
});

describe('the catalogue', () => {
  test.each(entries)('says of %s in whole sentences on one line what it means and what to do', (_type, entry) => {
    for (const text of [entry.meaning, entry.whatToDo]) expect(text).toMatch(/^[A-Za-z][^\n]*\.$/);
  });
});

test('an error carries its type, its message and what is known of it', () => {
  const cause = new Error('socket hang up');
  const error = new OffloadError(
    { type: 'ConnectionLost', message: 'lost', host: 'xen-01', facts: { attempt: 2 } },
    { cause },
  );
  expect(error).toMatchObject({ name: 'OffloadError', type: 'ConnectionLost', message: 'lost', cause });
  expect(error.details).toEqual({ type: 'ConnectionLost', message: 'lost', host: 'xen-01', facts: { attempt: 2 } });
});

test('only types of the catalogue are error types', () => {
  expect(isErrorType('HostLocked')).toBe(true);
  expect(isErrorType('toString')).toBe(false);
});
