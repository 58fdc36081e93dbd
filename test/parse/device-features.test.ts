import { describe, expect, test } from '@jest/globals';
import { parseDeviceFeatures } from '../../parse/device-features';
import { anyText, expectReadOrRefused } from './any-text';

describe('features of many devices', () => {
  test('are kept apart, and a device that is gone is left out', () => {
    const text = `
@device eth0
Features for eth0:
rx-checksumming: on
@device vif3.0
@device eth1
Features for eth1:
rx-checksumming: off [fixed]
`;
    expect([...parseDeviceFeatures(text)]).toEqual([
      ['eth0', { 'rx-checksumming': 'on' }],
      ['eth1', { 'rx-checksumming': 'fixed-off' }],
    ]);
  });

  test('of no device are none', () => {
    expect(parseDeviceFeatures('').size).toBe(0);
    expect(parseDeviceFeatures('@device eth0').size).toBe(0);
  });

  test('of any text are read or refused as not understood, and nothing else happens', () => {
    const known = [
      '@device eth0',
      '@device vif1.0',
      '@device ',
      'Features for eth0:',
      'rx-checksumming: on',
      '\ta: off',
    ];
    expectReadOrRefused(anyText(known), parseDeviceFeatures);
  });

  test.each([
    ['text before the first device', 'rx-checksumming: on\n@device eth0\n'],
    ['a name that could be an option', '@device -K\nrx-checksumming: on\n'],
    ['a name that is too long', '@device an-interface-name\nrx-checksumming: on\n'],
  ])('are refused with %s', (_case, text) => {
    expect(() => parseDeviceFeatures(text)).toThrow(expect.objectContaining({ type: 'OutputNotUnderstood' }));
  });
});
