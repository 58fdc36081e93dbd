import { describe, expect, test } from '@jest/globals';
import { interpolate } from '../../stack/interpolate';

describe('a value of the compose file', () => {
  test.each([
    ['has its variables put in', '127.0.0.1:${PORT}:${PORT}', '127.0.0.1:7233:7233'],
    ['may hold a dollar, written twice', 'PASSWORD=$$(cat ${FILE})', 'PASSWORD=$(cat /run/password)'],
    ['may be empty', '${EMPTY}', ''],
  ])('%s', (_, value, expected) => {
    expect(interpolate(value, { PORT: '7233', FILE: '/run/password', EMPTY: '' })).toBe(expected);
  });

  test.each(['${MISSING}', '${PORT:-7233}', '$PORT'])('that is %s is refused, not passed on as it stands', (value) => {
    expect(() => interpolate(value, { PORT: '7233' })).toThrow('stands for nothing');
  });
});
