import type { Capture } from './tcpdump-arguments';

/** One end of a conversation. */
export interface Endpoint {
  readonly mac: string;
  readonly ip: string;
}

export interface Packet {
  readonly from: Endpoint;
  readonly to: Endpoint;
  /** Counts the packets of a capture; decides protocol, length and numbers. */
  readonly number: number;
  /** Whether the checksum on the frame is right. */
  readonly intact: boolean;
}

const hex = (value: number): string => `0x${(value & 0xffff).toString(16).padStart(4, '0')}`;

/** One packet as tcpdump 4.9.2 prints it with `-v`: header line, then addresses and verdict (facts/xenserver.md §7). */
export function printPacket(packet: Packet, capture: Capture): string {
  const { from, to, number } = packet;
  const isUdp = number % 10 === 9;
  const payload = isUdp ? 200 : number % 3 === 0 ? 1448 : 105;
  const length = payload + (isUdp ? 28 : 52);
  const protocol = isUdp ? 'UDP (17)' : 'TCP (6)';
  const header = `(tos 0x0, ttl 64, id ${String(1000 + number)}, offset 0, flags [DF], proto ${protocol}, length ${String(length)})`;
  const link = capture.ethernet
    ? `${from.mac} > ${to.mac}, ethertype IPv4 (0x0800), length ${String(length + 14)}: ${header}`
    : `IP ${header}`;
  const body = isUdp ? udp(packet, payload, capture.verbosity) : tcp(packet, payload);
  return `${time(number)} ${link}\n    ${from.ip}.${isUdp ? '5353' : '44321'} > ${to.ip}.${isUdp ? '53' : '3260'}: ${body}\n`;
}

function tcp({ number, intact }: Packet, payload: number): string {
  const verdict = intact ? '(correct)' : `(incorrect -> ${hex(number * 7919 + 1)})`;
  const sequence = number * 1448 + 1;
  return `Flags [.], cksum ${hex(number * 7919)} ${verdict}, seq ${String(sequence)}:${String(sequence + payload)}, ack 1, win 229, options [nop,nop,TS val 1000 ecr 1000], length ${String(payload)}`;
}

/** UDP has a verdict from `-vv` on only. */
function udp({ number, intact }: Packet, payload: number, verbosity: number): string {
  const verdict = intact ? '[udp sum ok] ' : `[bad udp cksum ${hex(number * 7919)} -> ${hex(number * 7919 + 1)}!] `;
  return `${verbosity >= 2 ? verdict : ''}UDP, length ${String(payload)}`;
}

const time = (number: number): string => `12:00:${(number * 0.001).toFixed(6).padStart(9, '0')}`;
