import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseXeMap } from '../../parse/xe-map';
import { expectReadOrRefused } from './any-text';

describe('a map as xe prints it', () => {
  test.each([
    ['', []],
    ['ethtool-tx: off', [['ethtool-tx', 'off']]],
    [
      'ethtool-gro: off; ethtool-tx: on',
      [
        ['ethtool-gro', 'off'],
        ['ethtool-tx', 'on'],
      ],
    ],
    [
      'ethtool-rx: ; ethtool-tx: ',
      [
        ['ethtool-rx', ''],
        ['ethtool-tx', ''],
      ],
    ],
    ['ethtool-tx:', [['ethtool-tx', '']]],
    ['ethtool-tx: ”off”', [['ethtool-tx', '”off”']]],
    ['note: first; second', [['note', 'first; second']]],
    ['note: a\nb', [['note', 'a\nb']]],
    [
      'xo:tag: a: b; mtu: 9000',
      [
        ['xo:tag', 'a: b'],
        ['mtu', '9000'],
      ],
    ],
    [
      'my note: 1; mtu: 9000',
      [
        ['my note', '1'],
        ['mtu', '9000'],
      ],
    ],
  ])('%j', (text, entries) => {
    expect([...parseXeMap(text)]).toEqual(entries);
  });

  test('with a key twice is refused by name, since a value must hold one of the two', () => {
    expect(() => parseXeMap('ethtool-tx: off; note: x; ethtool-tx: on')).toThrow(
      expect.objectContaining({
        type: 'OutputNotUnderstood',
        message: expect.stringContaining('ethtool-tx is there twice'),
      }),
    );
  });

  test('with an entry that has no key is refused', () => {
    expect(() => parseXeMap('off')).toThrow(expect.objectContaining({ type: 'OutputNotUnderstood' }));
  });
});

describe('any map', () => {
  const key = fc.stringMatching(/^[a-z][a-z0-9_-]*$/);

  test('that xe prints is read back whole, unless a value itself looks like an entry', () => {
    const value = fc.string().filter((text) => !text.includes('; '));
    const map = fc.dictionary(key, value, { noNullPrototype: true });
    fc.assert(
      fc.property(map, (wanted) => {
        const printed = Object.entries(wanted).map(([name, text]) => `${name}: ${text}`);
        expect(Object.fromEntries(parseXeMap(printed.join('; ')))).toEqual(wanted);
      }),
    );
  });

  test('or what is none is read or refused as not understood', () => {
    const parts = fc.array(fc.oneof(fc.string(), fc.constantFrom('; ', ': ', 'a:', 'ethtool-tx: off')));
    expectReadOrRefused(
      parts.map((each) => each.join('')),
      parseXeMap,
    );
  });
});
