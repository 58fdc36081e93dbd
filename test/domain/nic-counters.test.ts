import { expect, test } from '@jest/globals';
import { countsDamage, countsDrops, grownCounters } from '../../domain/nic-counters';

const before = (name: string): ReadonlyMap<string, number> => new Map([[name, 5]]);
const after = (name: string, count = 12): ReadonlyMap<string, number> => new Map([[name, count]]);

test.each([
  'rx_csum_offload_errors',
  'hw_csum_rx_error',
  'rx_crc_errors',
  'rx_crc_errors_phy',
  'rx_fcs_errors',
  'csum_err',
  'port.rx_csum_bad',
  'rx_tcp_checksum_errs',
  'rx_ip_hdr_chksum_err',
  '[0]: rx_csum_offload_errors',
])('%s counts damaged frames', (name) => {
  expect(grownCounters(before(name), after(name), countsDamage)).toEqual({ [name]: 7 });
});

test.each([
  'rx_csum_offload_good',
  'rx_csum_unnecessary',
  'rx_errors',
  'rx_length_errors',
  'rx_missed_errors',
  'rx_gso_checksum_fixup',
  'tx_csum_error',
  'port.tx_fcs_errors',
])('%s says nothing of damaged frames', (name) => {
  expect(countsDamage(name)).toBe(false);
});

test.each([
  'rx_dropped',
  'rx_missed_errors',
  'rx_no_buffer_count',
  'rx_nobuf',
  'rx_discards',
  'rx_out_of_buffer',
  'rx_queue_0_drops',
  'tx_fifo_errors',
])('%s counts frames that were thrown away', (name) => {
  expect(grownCounters(before(name), after(name), countsDrops)).toEqual({ [name]: 7 });
});

test('of a counter for every queue the same few are told in every capture, whichever grew most', () => {
  const queues = Array.from({ length: 16 }, (_, index) => `rx_queue_${String(index)}_drops`);
  const told = (growth: (index: number) => number) =>
    Object.keys(
      grownCounters(
        new Map(queues.map((name) => [name, 0])),
        new Map(queues.map((name, index) => [name, growth(index)])),
        countsDrops,
      ),
    );

  expect(told((index) => index + 1)).toEqual(told((index) => 16 - index));
});

test.each(['rx_packets', 'rx_crc_errors', 'rx_csum_offload_errors', 'collisions'])(
  '%s says nothing of frames thrown away',
  (name) => {
    expect(countsDrops(name)).toBe(false);
  },
);

test.each([
  ['stayed', 5],
  ['began anew', 0],
])('a counter that %s is no evidence', (_case, count) => {
  expect(grownCounters(before('rx_crc_errors'), after('rx_crc_errors', count), countsDamage)).toEqual({});
});

test('a counter that was not there before is no evidence', () => {
  expect(grownCounters(new Map(), after('rx_crc_errors'), countsDamage)).toEqual({});
});
