import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseNicCounters } from '../../parse/nic-counters';

test('ethtool -S gives every counter by name, those of single queues too', () => {
  const text = `NIC statistics:
     rx_packets: 120345
     [0]: rx_csum_offload_errors: 3
     port.rx_crc_errors: 0
     PHY Link-Status: up
`;
  expect([...parseNicCounters(text)]).toEqual([
    ['rx_packets', 120345],
    ['[0]: rx_csum_offload_errors', 3],
    ['port.rx_crc_errors', 0],
  ]);
});

test.each(['', 'no stats available\n', 'Cannot get stats strings information: Operation not supported\n'])(
  'ethtool -S of a device that counts nothing gives nothing: %j',
  (text) => {
    expect(parseNicCounters(text).size).toBe(0);
  },
);

test('any text is read, and no counter is lost between lines that are none', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z][a-z0-9_.]*$/), fc.nat(), fc.string(), (name, count, junk) => {
      const text = `NIC statistics:\n${junk.replaceAll(/\n/g, '')}\n     ${name}: ${String(count)}\n`;
      expect(parseNicCounters(text).get(name)).toBe(count);
    }),
  );
});
