import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { limits } from '../../../domain/limits';
import { countPackets } from '../../support/count-packets';
import { frames, looksIntoVxlan, sample, versions, type Seen } from './sample-frames';

const mtu = 1500;
const countChecksums = (text: string, of: number) => countPackets(text, { mtu: of }).counts;
const time = '16:23:48.746551';

/** One packet as tcpdump 4.x prints it at -vv: header line, then addresses and verdict. */
const packet = (lengthBytes: number, verdict: string): string =>
  `${time} IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto TCP (6), length ${String(lengthBytes)})\n    10.0.0.1.5001 > 10.0.0.2.22: ${verdict}\n`;

const badTcp = 'Flags [P.], cksum 0x848b (incorrect -> 0x8964), seq 1:106, ack 1, win 64, length 105';
const goodTcp = 'Flags [.], cksum 0x8964 (correct), seq 1, ack 1, win 64, length 0';

const none = { packets: 0, verdicts: 0, bad: 0, badMerged: 0, examples: [] };
const addresses = '10.0.0.1.5001 > 10.0.0.2.22:';

describe('one packet', () => {
  test.each([
    ['TCP, right', packet(60, goodTcp)],
    ['UDP, right', packet(60, '[udp sum ok] UDP, length 2')],
    ['ICMP, of which only wrong sums are told', packet(84, 'ICMP echo request, id 1, seq 1, length 64')],
    [
      'ICMPv6, right',
      `${time} IP6 (hlim 255, next-header ICMPv6 (58) payload length: 32) fe80::1 > ff02::1: [icmp6 sum ok] ICMP6, router advertisement, length 32\n`,
    ],
    [
      'ICMPv6 with a hop-by-hop header, right',
      `${time} IP6 (hlim 1, next-header Options (0) payload length: 76) fe80::1 > ff02::16: HBH (rtalert: 0x0000) (padn) [icmp6 sum ok] ICMP6, multicast listener report v2, length 68\n`,
    ],
    [
      'tcpdump 3.9, right',
      `${time} IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto: TCP (6), length: 60) 10.0.0.1.80 > 10.0.0.2.99: ., cksum 0x848b (correct), ack 1 win 64\n`,
    ],
  ])('with a right checksum has a verdict: %s', (_case, text) => {
    expect(countChecksums(text, mtu)).toEqual({ ...none, packets: 1, verdicts: 1 });
  });

  test.each([
    ['TCP', packet(60, badTcp), `${addresses} Flags [P.], cksum 0x848b (incorrect -> 0x8964)`],
    [
      'TCP over IPv6',
      `${time} IP6 (flowlabel 0x9aaa3, hlim 64, next-header TCP (6) payload length: 40) ::1.50672 > ::1.80: Flags [S], cksum 0x0030 (incorrect -> 0xc48b), seq 66158627, win 65476, length 0\n`,
      '::1.50672 > ::1.80: Flags [S], cksum 0x0030 (incorrect -> 0xc48b)',
    ],
    [
      'TCP with MAC addresses and a VLAN tag (-e)',
      `${time} 0a:00:00:00:00:01 > 0a:00:00:00:00:02, ethertype 802.1Q (0x8100), length 78: vlan 5, p 0, ethertype IPv4 (0x0800), (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto TCP (6), length 60)\n    ${addresses} ${badTcp}\n`,
      `${addresses} Flags [P.], cksum 0x848b (incorrect -> 0x8964)`,
    ],
    [
      'TCP by tcpdump 3.9, on one line',
      `${time} IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto: TCP (6), length: 60) 10.0.0.1.80 > 10.0.0.2.99: S, cksum 0x848b (incorrect (-> 0x8964), 1:2(1) win 64\n`,
      '10.0.0.1.80 > 10.0.0.2.99: S, cksum 0x848b (incorrect (-> 0x8964)',
    ],
    [
      'UDP',
      packet(60, '[bad udp cksum 0xbad1 -> 0xa39a!] UDP, length 2'),
      `${addresses} [bad udp cksum 0xbad1 -> 0xa39a!]`,
    ],
    ['UDP by tcpdump 3.9', packet(60, '[bad udp cksum c8e8!] UDP, length 2'), `${addresses} [bad udp cksum c8e8!]`],
    [
      'ICMP',
      packet(84, 'ICMP echo reply, id 1, seq 1, length 64 (wrong icmp cksum bad (->ab65)!)'),
      `${addresses} ICMP echo reply, id 1, seq 1, length 64 (wrong icmp cksum bad (->ab65)!)`,
    ],
    [
      'ICMPv6',
      `${time} IP6 (hlim 64, next-header ICMPv6 (58) payload length: 64) fe80::1 > fe80::2: [bad icmp6 cksum 0x0bad -> 0x97e0!] ICMP6, echo reply\n`,
      'fe80::1 > fe80::2: [bad icmp6 cksum 0x0bad -> 0x97e0!]',
    ],
    [
      'the IPv4 header',
      `${time} IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 92, bad cksum 0 (->d643)!)\n    ${addresses} [udp sum ok] UDP, length 64\n`,
      `${time} IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 92, bad cksum 0 (->d643)!)`,
    ],
  ])('with a wrong checksum is bad, and its header is shown: %s', (_case, text, example) => {
    expect(countChecksums(text, mtu)).toEqual({ ...none, packets: 1, verdicts: 1, bad: 1, examples: [example] });
  });

  test.each([
    ['UDP without a checksum', packet(60, '[no cksum] UDP, length 2')],
    ['a frame cut by the snap length', packet(60, 'Flags [P.], seq 1:106, ack 1, win 64, length 105')],
    ['ARP', `${time} ARP, Ethernet (len 6), IPv4 (len 4), Request who-has 10.0.0.2 tell 10.0.0.1, length 28\n`],
    ['a fragment of ICMP', packet(84, 'ICMP echo request, id 1, seq 1, length 64').replace('[DF]', '[+]')],
  ])('that was not checked has no verdict: %s', (_case, text) => {
    expect(countChecksums(text, mtu)).toEqual({ ...none, packets: 1 });
  });
});

describe('payload', () => {
  test.each([
    ['says incorrect', '\tX: this is incorrect\n'],
    ['quotes tcpdump', '\tX: cksum 0x1234 (incorrect -> 0x9999)\n'],
    [
      'looks like a whole packet',
      `\t${time} IP (tos 0x0, length 60)\n\t    a.1 > b.2: Flags [S], cksum 0xdead (incorrect -> 0x1111)\n`,
    ],
    [
      'is a packet that ICMP quotes',
      `\tIP (tos 0x0, ttl 1, length 60)\n    a.1 > b.2: Flags [S], cksum 0xdead (incorrect -> 0x1111)\n`,
    ],
  ])('that %s proves nothing', (_case, payload) => {
    expect(countChecksums(packet(1000, goodTcp) + payload, mtu)).toEqual({ ...none, packets: 1, verdicts: 1 });
  });

  test('on the line of the addresses proves nothing either', () => {
    const name = 'a) > b: Flags [S], cksum 0xdead (incorrect -> 0x1111)';
    const text = packet(60, `[udp sum ok] 1+ A? ${name}. (29)`) + packet(60, `[no cksum] 1+ A? ${name}. (29)`);
    expect(countChecksums(text, mtu)).toEqual({ ...none, packets: 2, verdicts: 1 });
  });
});

describe('a capture', () => {
  test('without packets counts nothing', () => {
    expect(countChecksums('', mtu)).toEqual(none);
  });

  test('tells damaged packets from merged ones, which are longer than the MTU', () => {
    const text = packet(1500, badTcp) + packet(1501, badTcp) + packet(7240, badTcp) + packet(7240, goodTcp);
    expect(countChecksums(text, mtu)).toMatchObject({ packets: 4, verdicts: 4, bad: 1, badMerged: 2 });
    expect(countChecksums(text, 9000)).toMatchObject({ bad: 3, badMerged: 0 });
  });

  test('measures IPv6 with its header', () => {
    const ipv6 = (payloadBytes: number): string =>
      `${time} IP6 (hlim 64, next-header TCP (6) payload length: ${String(payloadBytes)}) ::1.1 > ::2.2: Flags [.], cksum 0x1 (incorrect -> 0x2), ack 1\n`;
    expect(countChecksums(ipv6(1460) + ipv6(1461), mtu)).toMatchObject({ bad: 1, badMerged: 1 });
  });

  test('shows at most three headers, damaged ones before merged ones', () => {
    const merged = 'Flags [.], cksum 0xaaaa (incorrect -> 0xbbbb), seq 1';
    const text = packet(7240, merged).repeat(4) + packet(60, badTcp);
    expect(countChecksums(text, mtu).examples).toEqual([
      `${addresses} Flags [P.], cksum 0x848b (incorrect -> 0x8964)`,
      `${addresses} Flags [.], cksum 0xaaaa (incorrect -> 0xbbbb)`,
      `${addresses} Flags [.], cksum 0xaaaa (incorrect -> 0xbbbb)`,
    ]);
  });

  test.each([
    ['VXLAN', 'IP (tos 0x0, ttl 64, id 9, offset 0, flags [DF], proto TCP (6), length 60)'],
    [
      'Geneve with -e',
      '0a:58:64:41:00:01 > 0a:58:64:41:00:06, ethertype IPv4 (0x0800), length 98: (tos 0x0, ttl 63, id 9, offset 0, flags [DF], proto TCP (6), length 84)',
    ],
  ])('counts a tunnelled packet with the packet that carries it (%s)', (_tunnel, inner) => {
    const text = `${packet(110, '[udp sum ok] VXLAN, flags [I] (0x08), vni 1')}${inner}\n    ${addresses} ${badTcp}\n`;
    expect(countChecksums(text, mtu)).toMatchObject({ packets: 1, verdicts: 1, bad: 1 });
  });

  test('cut in the middle of a packet counts what is whole', () => {
    const cut = packet(60, badTcp) + packet(60, badTcp).slice(0, 40);
    expect(countChecksums(cut, mtu)).toMatchObject({ packets: 2, verdicts: 1, bad: 1 });
  });
});

const mac = (n: number): string => `0a:00:00:00:00:${n.toString(16).padStart(2, '0')}`;

/** One packet as `tcpdump -e -vv` prints it. */
const sentBy = (from: number, lengthBytes: number, isRight: boolean): string =>
  `${time} ${mac(from)} > ${mac(99)}, ethertype IPv4 (0x0800), length ${String(lengthBytes + 14)}: (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto TCP (6), length ${String(lengthBytes)})\n` +
  `    ${addresses} Flags [.], cksum 0x8964 (${isRight ? 'correct' : 'incorrect -> 0x1234'})\n`;

const senders = (...packets: readonly string[]) => countPackets(packets.join(''), { mtu }).senders;

describe('senders', () => {
  test('are told apart by their addresses', () => {
    expect(senders(sentBy(1, 60, true), sentBy(2, 60, false), sentBy(1, 60, false))).toEqual({
      [mac(1)]: { judged: 2, bad: 1 },
      [mac(2)]: { judged: 1, bad: 1 },
    });
  });

  test('of a merged frame sent the good packets it was made of, whatever its checksum', () => {
    expect(senders(sentBy(1, 14_640, false), sentBy(1, 60, true))).toEqual({ [mac(1)]: { judged: 11, bad: 0 } });
  });

  test('of a frame that a jumbo NIC may have merged from smaller packets are told by its other packets alone', () => {
    const packets =
      sentBy(1, 4_000, false) + sentBy(1, 1_500, false) + sentBy(1, 4_000, true) + sentBy(1, 18_000, false);

    expect(countPackets(packets, { mtu: 9_000, single: 1_500 })).toMatchObject({
      counts: { verdicts: 4, bad: 1, badMerged: 2 },
      senders: { [mac(1)]: { judged: 5, bad: 1 } },
    });
    expect(countPackets(packets, { mtu: 9_000 }).senders).toEqual({ [mac(1)]: { judged: 6, bad: 2 } });
  });

  test('leave it to the NIC’s offload to fill sums in where what is sent is bad, however long', () => {
    const packets = sentBy(1, 60_000, false) + sentBy(1, 60, false) + sentBy(2, 60, true);

    expect(countPackets(packets, { mtu, direction: 'out' }).senders).toEqual({
      [mac(1)]: { judged: 2, bad: 2 },
      [mac(2)]: { judged: 1, bad: 0 },
    });
  });

  test('are not told of by ICMP, whose sums no NIC fills in', () => {
    const icmp = (text: string): string =>
      sentBy(1, 84, true)
        .replace(/: Flags.*/, `: ${text}`)
        .replace('10.0.0.1.5001 > 10.0.0.2.22', '10.0.0.1 > 10.0.0.2');
    const packets = [
      icmp('ICMP echo request, id 1, seq 1, length 64'),
      icmp('ICMP echo request, id 1, seq 1, length 64 (wrong icmp cksum bad (->ab65)!)'),
    ];

    expect(countPackets(packets.join(''), { mtu })).toMatchObject({ counts: { verdicts: 2, bad: 1 }, senders: {} });
    expect(senders(...packets, sentBy(1, 60, true))).toEqual({ [mac(1)]: { judged: 1, bad: 0 } });
  });

  test('with damage are kept where there are many, then those heard most', () => {
    const many = Array.from({ length: limits.captureSenders + 5 }, (_, index) => sentBy(index, 60, true));
    const heard = Object.keys(senders(...many, ...many, sentBy(66, 60, true), sentBy(200, 60, false)));

    expect(heard).toHaveLength(limits.captureSenders);
    expect(heard).toEqual(expect.arrayContaining([mac(66), mac(200)]));
  });

  test('are no more than a flood of made-up addresses can cost', () => {
    const hex = (part: number): string => part.toString(16).padStart(2, '0');
    const flood = Array.from({ length: 1_500 }, (_, index) =>
      sentBy(1, 60, true).replace(mac(1), `06:00:00:00:${hex(index >> 8)}:${hex(index % 256)}`),
    );
    const heard = countPackets([sentBy(2, 60, false), ...flood, sentBy(2, 60, false)].join(''), { mtu });

    expect([heard.counts.verdicts, heard.told, heard.senders[mac(2)]]).toEqual([1_502, 1_000, { judged: 2, bad: 2 }]);
  });

  test('are not known of packets without addresses or a verdict', () => {
    expect(senders(`${time} IP (tos 0x0, length 60)\n    10.0.0.1.1 > 10.0.0.2.2: UDP\n`)).toEqual({});
  });

  test('tell directions where tcpdump does not: only frames from or to the NIC itself are certain', () => {
    const text = sentBy(1, 60, true) + sentBy(99, 60, false) + sentBy(2, 60, true).replace(mac(99), mac(98));

    expect(countPackets(text, { mtu, direction: 'both', own: mac(99) })).toMatchObject({
      counts: { packets: 1 },
      senders: { [mac(1)]: { judged: 1, bad: 0 } },
    });
  });
});

/** What is said of a single packet of this length at most. */
function verdict(packet: string, bytes = 65_535): Seen | 'bad, merged' {
  const { counts } = countPackets(packet, { mtu: bytes });
  if (counts.badMerged === 1) return 'bad, merged';
  return counts.verdicts === 0 ? 'none' : counts.bad === 1 ? 'bad' : 'good';
}

describe.each(versions)('tcpdump %s', (version) => {
  const expected = frames.map(([frame, seen, lengthBytes]) =>
    frame.includes('VXLAN') && !looksIntoVxlan(version)
      ? ([frame, 'none'] as const)
      : ([frame, seen, lengthBytes] as const),
  );

  test('judges the same frames the same; only newer ones look into VXLAN', () => {
    const packets = sample(version);

    expect(packets.map((packet, index) => [frames[index]?.[0], verdict(packet)])).toEqual(
      expected.map(([frame, seen]) => [frame, seen]),
    );
  });

  test('tells how long a packet is: longer than the MTU is merged', () => {
    sample(version).forEach((packet, index) => {
      const bytes = expected[index]?.[2];
      if (bytes === undefined) return;
      expect([bytes, verdict(packet, bytes), verdict(packet, bytes - 1)]).toEqual([bytes, 'bad', 'bad, merged']);
    });
  });
});

test('any text is read, and every packet before the junk is counted', () => {
  const header = '(tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto TCP (6), length 60)';
  const forms = {
    '3.9': { where: ' 10.0.0.1.1 > 10.0.0.2.2: P', wrong: '(incorrect (-> 0x2),' },
    '4.x': { where: '\n    10.0.0.1.1 > 10.0.0.2.2: Flags [P.]', wrong: '(incorrect -> 0x2)' },
  };
  const line = (isGood: boolean, { where, wrong }: { where: string; wrong: string }): string =>
    `12:00:00.000001 IP ${header}${where}, cksum 0x1 ${isGood ? '(correct)' : wrong} ack 1 win 64\n`;
  fc.assert(
    fc.property(
      fc.array(fc.boolean()),
      fc.constantFrom(forms['3.9'], forms['4.x']),
      fc.string(),
      (wanted, form, junk) => {
        const { counts } = countPackets(`${wanted.map((isGood) => line(isGood, form)).join('')}\n${junk}`, { mtu });
        expect(counts).toMatchObject({ verdicts: wanted.length, bad: wanted.filter((isGood) => !isGood).length });
      },
    ),
  );
});
