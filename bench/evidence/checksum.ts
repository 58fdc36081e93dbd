/** The Internet checksum's sum of 16-bit words, folded, not yet inverted (RFC 1071); `start` is a sum to go on from. */
export function sumOf(bytes: Uint8Array, start = 0): number {
  let sum = start;
  for (let at = 0; at + 1 < bytes.length; at += 2) sum += ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
  if (bytes.length % 2 === 1) sum += (bytes.at(-1) ?? 0) << 8;
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x1_0000);
  return sum;
}

export const inverted = (sum: number): number => ~sum & 0xffff;

/** The sum of the pseudo-header: addresses, protocol and length of what is carried (RFC 9293, RFC 8200 §8.1). */
export const pseudoHeaderSum = (from: Uint8Array, to: Uint8Array, protocol: number, bytes: number): number =>
  sumOf(to, sumOf(from, protocol + bytes));
