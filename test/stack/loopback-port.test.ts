import { describe, expect, test } from '@jest/globals';
import { freePorts } from '../../stack/loopback-port';

describe('free ports', () => {
  test('are as many as asked for, all different, and small enough for a column of Temporal', async () => {
    const ports = await freePorts(50);

    expect(new Set(ports).size).toBe(50);
    expect(Math.max(...ports)).toBeLessThanOrEqual(32_767);
  });
});
