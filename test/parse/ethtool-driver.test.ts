import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseEthtoolDriver } from '../../parse/ethtool-driver';

describe('ethtool -i', () => {
  test('names driver, version and firmware', () => {
    const text = `driver: bnx2x
version: 1.714.24 storm 7.13.11.0
firmware-version: bc 7.10.10
expansion-rom-version: 
bus-info: 0000:01:00.0
`;
    expect(parseEthtoolDriver(text)).toEqual({
      driver: 'bnx2x',
      version: '1.714.24 storm 7.13.11.0',
      firmware: 'bc 7.10.10',
    });
  });

  test('of any driver is read back, whatever other lines say', () => {
    const word = fc.stringMatching(/^[\w.-]+( [\w.-]+)?$/);
    fc.assert(
      fc.property(word, word, word, fc.stringMatching(/^[a-z]*-info: .*$/), (driver, version, firmware, other) => {
        const text = `driver: ${driver}\n${other}\nversion: ${version}\nfirmware-version: ${firmware}\n`;
        expect(parseEthtoolDriver(text)).toEqual({ driver, version, firmware });
      }),
    );
  });

  test.each([
    ['a driver without version and firmware', 'driver: veth\nversion: \nfirmware-version: \n', 'veth'],
    ['no device', '', ''],
    ['a device without a driver', 'Cannot get driver information: Operation not supported\n', ''],
  ])('of %s leaves the rest empty', (_case, text, driver) => {
    expect(parseEthtoolDriver(text)).toEqual({ driver, version: '', firmware: '' });
  });
});
