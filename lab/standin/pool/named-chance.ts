import { createHash } from 'node:crypto';

const digest = (seed: string, name: string): string => createHash('sha256').update(`${seed}/${name}`).digest('hex');

/** The uuid of a thing: the same for the same seed and name. */
export function namedUuid(seed: string, name: string): string {
  const hex = digest(seed, `uuid/${name}`);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

/** A locally administered MAC address: the same for the same seed and name. */
export function namedMac(seed: string, name: string): string {
  const hex = digest(seed, `mac/${name}`);
  return ['0a', ...Array.from({ length: 5 }, (_, octet) => hex.slice(2 * octet, 2 * octet + 2))].join(':');
}
