import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { onlySection, parseSections } from '../../parse/sections';
import { anyText, expectReadOrRefused } from './any-text';

const output = `@k3y sections

@k3y section features eth0
Features for eth0:

@k3y status 0

@k3y section labels
web
@other section features eth1
@k3y
`;

describe('the output of a host script', () => {
  test('gives every section with its argument, text and exit code', () => {
    expect(parseSections(output)).toEqual([
      { name: 'features', argument: 'eth0', text: 'Features for eth0:\n', status: 0 },
      { name: 'labels', argument: null, text: 'web\n@other section features eth1\n@k3y\n', status: null },
    ]);
  });

  test('takes an argument of several words, and none where only a space follows', () => {
    const sections = parseSections('@m sections\n@m section write pif 12\n@m status 1\n@m section pool \n');
    expect(sections.map(({ argument, status }) => [argument, status])).toEqual([
      ['pif 12', 1],
      [null, null],
    ]);
  });

  test.each([
    ['nothing at all', '', 'does not declare sections'],
    ['noise of a login script before it', 'Welcome!\n@m sections\n', 'does not declare sections'],
    ['text before the first section', '@m sections\nhello\n', 'text outside of a section'],
    ['text after a status', '@m sections\n@m section a\n@m status 0\nhello\n', 'text outside of a section'],
    ['a status before the first section', '@m sections\n@m status 0\n', 'status without a section'],
    ['a second status', '@m sections\n@m section a\n@m status 0\n@m status 0\n', 'status without a section'],
    ['a status that is no number', '@m sections\n@m section a\n@m status ok\n', 'unknown marker'],
    ['a marker of another kind', '@m sections\n@m chapter a\n', 'unknown marker'],
  ])('is refused with %s', (_case, stdout, problem) => {
    expect(() => parseSections(stdout)).toThrow(
      expect.objectContaining({ type: 'OutputNotUnderstood', message: expect.stringContaining(problem) }),
    );
  });
});

describe('any output', () => {
  test('is split or refused as not understood, and nothing else happens', () => {
    const known = ['@m sections', '@m section a', '@m section a b', '@m status 0', '@m status', '@m', 'text'];
    expectReadOrRefused(
      anyText(known).map((text) => `@m sections\n${text}`),
      parseSections,
    );
  });

  test('of a tool comes back line by line, whatever it says', () => {
    // The mark is random: no tool can print it.
    const said = fc.array(fc.string().filter((line) => !line.includes('\n') && !line.startsWith('@m ')));
    fc.assert(
      fc.property(fc.array(said, { minLength: 1 }), (texts) => {
        const printed = texts.map((lines) => ['@m section tool', ...lines, '@m status 0'].join('\n'));
        const sections = parseSections(['@m sections', ...printed, ''].join('\n'));
        expect(sections.map(({ text }) => text)).toEqual(texts.map((lines) => lines.join('\n')));
      }),
    );
  });
});

describe('a section that a caller needs', () => {
  const sections = parseSections('@m sections\n@m section a\n1\n@m section b\n2\n@m section b\n3\n');

  test('is found by its name', () => {
    expect(onlySection(sections, 'a').text).toBe('1');
  });

  test.each([
    ['b', 'section b is there 2 times'],
    ['c', 'section c is missing'],
  ])('is refused when it is not there exactly once: %s', (name, problem) => {
    expect(() => onlySection(sections, name)).toThrow(problem);
  });
});
