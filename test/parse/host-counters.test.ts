import { expect, test } from '@jest/globals';
import { parseHostCounters } from '../../parse/host-counters';

const snmp = `Ip: Forwarding DefaultTTL InReceives
Ip: 1 64 9000
Tcp: RtoAlgorithm MaxConn InSegs OutSegs RetransSegs InErrs OutRsts InCsumErrors
Tcp: 1 -1 8000 7000 31 5 1 5
Udp: InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors InCsumErrors
Udp: 500 0 2 500 0 0 2
`;
const stat = 'cpu  100 0 50 800 10 5 35 0 20 0\n';

test('checksum errors of all protocols are summed up', () => {
  expect(parseHostCounters(snmp + stat)).toEqual({
    checksumErrors: 7,
    segmentsSent: 7000,
    segmentsSentAgain: 31,
    processorTicks: 1000,
    softirqTicks: 35,
  });
});

test('a kernel without counters of checksum errors (CentOS 5 and 6) has none', () => {
  expect(parseHostCounters(snmp.replaceAll(' InCsumErrors', ''))).toMatchObject({
    checksumErrors: null,
    segmentsSent: 7000,
  });
});

test('nothing is known where nothing could be read', () => {
  expect(Object.values(parseHostCounters(''))).toEqual([null, null, null, null, null]);
});
