import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectFiles, root } from './tidy/project-files';
import { anchorsOf, linksOf } from './tidy/markdown';

/** House rules that ESLint, knip and Prettier cannot hold; those hold the others (npm run check). */

const files = projectFiles();
const ending = (suffix: string): readonly string[] => files.filter((file) => file.endsWith(suffix));
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

/** Folders of tests that are about the whole, not about one source file; so are those directly in test/. */
const crossCutting = ['end-to-end', 'support', 'tidy'];

const isCrossCutting = (testFile: string): boolean => {
  const [, folder = '', ...rest] = testFile.split('/');
  return rest.length === 0 || crossCutting.includes(folder);
};

const hasSource = (testFile: string): boolean => {
  const source = testFile.replace(/^test\//, '').replace(/\.test\.ts$/, '');
  return ['.ts', '.sh', '.mjs'].some((suffix) => existsSync(path.join(root, source + suffix)));
};

describe('tests', () => {
  test('stand where their source file stands', () => {
    const ours = ending('.test.ts').filter((file) => file.startsWith('test/') && !isCrossCutting(file));
    expect(ours.filter((file) => !hasSource(file))).toEqual([]);
  });

  test('are found by Jest: none is named as a test and stands elsewhere', () => {
    expect(ending('.test.ts').filter((file) => !file.startsWith('test/'))).toEqual([]);
  });
});

describe('pages', () => {
  test('link only to files and headings that exist', () => {
    const broken = ending('.md').flatMap((page) =>
      linksOf(read(page))
        .filter((link) => !leadsSomewhere(page, link))
        .map((link) => `${page}: ${link}`),
    );
    expect(broken).toEqual([]);
  });
});

function leadsSomewhere(page: string, link: string): boolean {
  const [target = '', anchor] = link.split('#');
  const file = target === '' ? page : path.join(path.dirname(page), decodeURIComponent(target));
  if (!existsSync(path.join(root, file))) return false;
  return anchor === undefined || !file.endsWith('.md') || anchorsOf(read(file)).has(anchor);
}

describe('host-side scripts', () => {
  const scripts = ending('.sh').filter((file) => !file.startsWith('lab/'));

  test('say that they are POSIX sh in their first line', () => {
    expect(scripts.filter((file) => !read(file).startsWith('#!/bin/sh\n'))).toEqual([]);
  });

  test('stay short enough to be read before they are run', () => {
    expect(scripts.filter((file) => read(file).split('\n').length > 200)).toEqual([]);
  });

  test('only append to PATH, so that a simulated host can never reach the tools of this machine', () => {
    const prepending = scripts.filter((file) => /^\s*(?:export )?PATH=(?!\$PATH:|"\$PATH:)/m.test(read(file)));
    expect(prepending).toEqual([]);
  });
});

describe('everything that is kept', () => {
  test('holds no note to do something later', () => {
    const kept = [...ending('.ts'), ...ending('.sh'), ...ending('.mjs'), ...ending('.md'), ...ending('.yaml')];
    const note = new RegExp(['TO' + 'DO', 'FIX' + 'ME'].map((word) => `\\b${word}\\b`).join('|'));
    expect(kept.filter((file) => note.test(read(file)))).toEqual([]);
  });
});
