import { describe, expect, test } from '@jest/globals';
import { parseXeMap } from '../../parse/xe-map';

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
