import { describe, expect, test } from '@jest/globals';
import { storedModesByUuid } from '../../parse/stored-modes';

const first = '11111111-1111-1111-1111-111111111111';
const second = '22222222-2222-2222-2222-222222222222';

const read = (textOfFirst: string, textOfSecond: string): unknown =>
  Object.fromEntries(
    storedModesByUuid(
      [
        {
          name: 'pif-keys',
          argument: null,
          status: 0,
          text: `uuid ( RO)    : ${first}\n    other-config (MRW): ${textOfFirst}\n\n\nuuid ( RO)    : ${second}\n    other-config (MRW): ${textOfSecond}\n\n\n`,
        },
      ],
      'pif-keys',
    ),
  );

describe('stored modes', () => {
  test('are read with values right and wrong, and keys of others are left alone', () => {
    expect(read('domain: example.org; ethtool-gro: ”off”; ethtool-rx: ; ethtool-tx: off', '')).toEqual({
      [first]: { gro: '”off”', rx: '', tx: 'off' },
      [second]: {},
    });
  });

  test('with a key twice are refused rather than guessed', () => {
    expect(() => read('ethtool-tx: off; ethtool-tx: on', '')).toThrow('ethtool-tx is there twice');
  });
});
