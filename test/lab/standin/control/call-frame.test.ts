import { describe, expect, test } from '@jest/globals';
import { decodeAnswer, decodeCall, encodeAnswer, encodeCall } from '../../../../lab/standin/control/call-frame';

describe('a call', () => {
  test.each([
    { token: 't', program: 'xe', words: [] },
    { token: 't', program: 'xe', words: ['pif-param-set', 'uuid=1', `other-config:note=it's "so"; $(x) 50%`] },
    { token: 't', program: 'ethtool', words: ['', 'two\nlines', 'größer', ''] },
  ])('arrives as it was made: $program $words', (call) => {
    expect(decodeCall(Buffer.from(encodeCall(call)))).toEqual(call);
  });

  test('is not taken for whole before its last byte', () => {
    const bytes = Buffer.from(encodeCall({ token: 't', program: 'xe', words: ['a', 'b'] }));
    const lengths = Array.from(bytes, (_, length) => length);
    expect(lengths.map((length) => decodeCall(bytes.subarray(0, length)))).toEqual(lengths.map(() => null));
  });
});

describe('an answer', () => {
  const answer = { stdout: 'zwei\nZeilen: größer\n\n', stderr: 'oh\n', exitCode: 89 };

  test('arrives as it was given', () => {
    expect(decodeAnswer(encodeAnswer(answer))).toEqual(answer);
  });

  test('is not taken for whole before its last byte', () => {
    const bytes = encodeAnswer(answer);
    expect(decodeAnswer(bytes.subarray(0, bytes.length - 1))).toBeNull();
  });
});
