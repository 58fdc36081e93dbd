const subjectPattern = /csum|cksum|chksum|checksum|crc|fcs/i;
const faultPattern = /err|bad|fail|invalid/i;
const sentPattern = /(?:^|[^a-z])tx(?:[^a-z]|$)/i;

/**
 * Whether a driver's counter counts received frames that were damaged. Every driver has names of its own:
 * rx_csum_offload_errors, hw_csum_rx_error, rx_crc_errors, rx_fcs_errors, csum_err, rx_csum_bad, rx_tcp_checksum_errs.
 */
const countsDamage = (name: string): boolean =>
  subjectPattern.test(name) && faultPattern.test(name) && !sentPattern.test(name);

/** Drivers may count each queue apart; a few names are evidence enough. */
const shownCounters = 8;

/** How much counters of damaged frames grew between two readings, by name; the first few of those that did. */
export const grownChecksumCounters = (
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): Readonly<Record<string, number>> =>
  Object.fromEntries(
    [...after]
      .map(([name, count]) => [name, count - (before.get(name) ?? count)] as const)
      .filter(([name, growth]) => growth > 0 && countsDamage(name))
      .slice(0, shownCounters),
  );
