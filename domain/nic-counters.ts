import type { Growth } from './inspection';

const subjectPattern = /csum|cksum|chksum|checksum|crc|fcs/i;
const faultPattern = /err|bad|fail|invalid/i;
const sentPattern = /(?:^|[^a-z])tx(?:[^a-z]|$)/i;
const dropPattern = /drop|discard|missed|no_?buf|no_rx_buf|out_of_buffer|overrun|overflow|fifo_err/i;

/**
 * Whether a counter counts received frames that were damaged. Every driver has names of its own:
 * rx_csum_offload_errors, hw_csum_rx_error, rx_crc_errors, rx_fcs_errors, csum_err, rx_csum_bad, rx_tcp_checksum_errs.
 */
export const countsDamage = (name: string): boolean =>
  subjectPattern.test(name) && faultPattern.test(name) && !sentPattern.test(name);

/**
 * Whether a counter counts frames that were whole and thrown away all the same: rx_dropped, rx_missed_errors,
 * rx_no_buffer_count, rx_discards, rx_out_of_buffer, tx_fifo_errors.
 */
export const countsDrops = (name: string): boolean => dropPattern.test(name) && !countsDamage(name);

/** Drivers may count each queue apart; a few names are evidence enough. */
const shownCounters = 8;

/**
 * How much counters of one kind grew between two readings, by name; the first few of those that did, in an order
 * that is the same in every capture: captures are compared by name.
 */
export const grownCounters = (
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
  isOfKind: (name: string) => boolean,
): Growth =>
  Object.fromEntries(
    [...after]
      .map(([name, count]) => [name, count - (before.get(name) ?? count)] as const)
      .filter(([name, growth]) => growth > 0 && isOfKind(name))
      .slice(0, shownCounters),
  );
