import { expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { frameOf } from '../../../bench/evidence/frame';
import { everybody, type Packet } from '../../../bench/evidence/packet';
import { pcapOf } from '../../../bench/evidence/pcap';

const fourth = { from: Uint8Array.of(10, 0, 0, 1), to: Uint8Array.of(10, 0, 0, 2) };
const sixth = {
  from: Uint8Array.from([0xfd, ...Array<number>(14).fill(0), 1]),
  to: Uint8Array.from([0xfd, ...Array<number>(14).fill(0), 2]),
};
const mac = '0a:00:00:00:00:01';

/** What the real tcpdump prints of one frame. */
function told(parts: Pick<Packet, 'content' | 'checksum'> & Partial<Packet>): string {
  const packet: Packet = { fromMac: mac, toMac: everybody, vlan: null, ...fourth, ...parts };
  const input = pcapOf([{ microseconds: 1_500_000, bytes: frameOf(packet) }]);
  return spawnSync('tcpdump', ['-r', '-', '-nn', '-vv', '-e'], { input, encoding: 'utf8' }).stdout;
}

const port = 3260;

test.each<[string, Pick<Packet, 'content' | 'checksum'> & Partial<Packet>, RegExp]>([
  ['a right TCP checksum', { content: { kind: 'tcp', bytes: 100, port }, checksum: 'right' }, /\(correct\)/],
  ['an odd length', { content: { kind: 'tcp', bytes: 101, port }, checksum: 'right' }, /\(correct\)/],
  ['a wrong one', { content: { kind: 'tcp', bytes: 100, port }, checksum: 'wrong' }, /\(incorrect -> /],
  ['a tag', { content: { kind: 'tcp', bytes: 100, port }, checksum: 'right', vlan: 42 }, /vlan 42,.*\n.*\(correct\)/],
  ['IPv6', { content: { kind: 'tcp', bytes: 9, port }, checksum: 'right', ...sixth }, /IPv6.*fd00::1.*\(correct\)/],
  ['UDP', { content: { kind: 'udp', bytes: 20, port }, checksum: 'right' }, /\[udp sum ok\]/],
  ['wrong UDP', { content: { kind: 'udp', bytes: 20, port }, checksum: 'wrong' }, /\[bad udp cksum /],
  ['UDP without', { content: { kind: 'udp', bytes: 20, port }, checksum: 'none' }, /\[no cksum\]/],
  ['UDP over IPv6', { content: { kind: 'udp', bytes: 20, port }, checksum: 'right', ...sixth }, /\[udp sum ok\]/],
  [
    'a ping',
    { content: { kind: 'icmp', bytes: 56, port }, checksum: 'right' },
    /ICMP echo request, id 7, seq 1, length 64\n/,
  ],
  ['a wrong ping', { content: { kind: 'icmp', bytes: 56, port }, checksum: 'wrong' }, /\(wrong icmp cksum /],
  ['an IPv6 ping', { content: { kind: 'icmp', bytes: 56, port }, checksum: 'right', ...sixth }, /\[icmp6 sum ok\]/],
  [
    'a fragment',
    { content: { kind: 'fragment', bytes: 200, port }, checksum: 'right' },
    /offset 128.*\n.*ip-proto-17\n$/,
  ],
  ['a text', { content: { kind: 'http', text: 'HTTP/1.1 200 OK\r\n\r\n' }, checksum: 'right' }, /\(correct\).*: HTTP/],
  ['64 kB', { content: { kind: 'tcp', bytes: 65_483, port }, checksum: 'right' }, /length 65535\).*\n.*\(correct\)/],
])('tcpdump reads %s as it was meant', (_, packet, text) => {
  expect(told(packet)).toMatch(text);
});

test('what is left to the NIC is the sum of the pseudo-header', () => {
  const sum = 0x0a00 + 0x0001 + 0x0a00 + 0x0002 + 6 + 132;
  const text = told({ content: { kind: 'tcp', bytes: 100, port }, checksum: 'partial' });
  expect(text).toContain(`cksum 0x${sum.toString(16)} (incorrect -> `);
});
