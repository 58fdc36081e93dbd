import { describe, expect, test } from '@jest/globals';
import { ArmedFaults } from '../../../../lab/standin/faults/armed-faults';
import { makePool } from '../../../../lab/standin/pool/make-pool';
import { tcpdump } from '../../../../lab/standin/tcpdump/tcpdump';
import { countPackets } from '../../../support/count-packets';

function capturePool() {
  const pool = makePool({ hosts: 3, seed: 'tcpdump' });
  const faults = new ArmedFaults([], () => undefined);
  const capture = (hostNumber: number, line: string) => {
    const host = pool.xapi.hosts[hostNumber - 1];
    if (host === undefined) throw new Error('no such host');
    return tcpdump(line.split(' '), { pool, host, faults });
  };
  const setTx = (hostNumber: number, device: string, on: boolean): void => {
    const nic = pool.devices[pool.xapi.hosts[hostNumber - 1]?.uuid ?? '']?.[device];
    for (const name of ['tx-checksum-ipv4', 'tx-checksum-ipv6', 'tx-checksum-ip-generic', 'tx-checksum-sctp']) {
      if (nic !== undefined) nic.wanted[name] = on;
    }
  };
  return { faults, capture, setTx };
}

const options = '-nn -vv -e -l -s 0 not port 22';
const count = (text: string) => countPackets(text, { mtu: 1500 }).counts;

test('a packet is two lines as 4.9.2 prints it', () => {
  const { stdout, stderr, exitCode } = capturePool().capture(1, '-i eth1 -Q in -nnvv -c1');
  expect(stdout).toMatch(
    /^12:00:00\.000000 IP \(tos 0x0, ttl 64, id 1000, offset 0, flags \[DF\], proto TCP \(6\), length 1500\)\n {4}10\.1\.0\.2\.44321 > 10\.1\.0\.1\.3260: Flags \[\.\], cksum 0x0000 \(correct\), seq .*, length 1448\n$/,
  );
  expect(stderr).toBe(
    'tcpdump: listening on eth1, link-type EN10MB (Ethernet), capture size 262144 bytes\n1 packets captured\n1 packets received by filter\n0 packets dropped by kernel\n',
  );
  expect(exitCode).toBe(0);
});

describe('what is captured', () => {
  test('is whole when received, and not summed yet when sent with tx on', () => {
    const { capture } = capturePool();
    expect(count(capture(1, `-i eth1 -Q in -c 1000 ${options}`).stdout)).toMatchObject({
      packets: 240,
      verdicts: 240,
      bad: 0,
    });
    expect(count(capture(1, `-i eth1 -Q out -c 1000 ${options}`).stdout)).toMatchObject({
      packets: 240,
      verdicts: 240,
      bad: 240,
    });
  });

  test('is whole when sent with tx off', () => {
    const { capture, setTx } = capturePool();
    setTx(1, 'eth1', false);
    expect(count(capture(1, `-i eth1 -Q out ${options}`).stdout)).toMatchObject({ bad: 0, verdicts: 240 });
  });

  test('is no more than -c asks for, and has no verdict on UDP below -vv', () => {
    const { capture } = capturePool();
    expect(count(capture(1, '-i eth1 -Q in -v -c 20').stdout)).toMatchObject({ packets: 20, verdicts: 18 });
  });

  test('is nothing on an idle NIC', () => {
    expect(capturePool().capture(2, `-i eth3 -Q in ${options}`)).toMatchObject({ stdout: '', exitCode: 0 });
  });

  test('needs a device', () => {
    expect(capturePool().capture(1, '-i eth9')).toEqual({
      stdout: '',
      stderr: 'tcpdump: eth9: No such device exists\n(SIOCGIFHWADDR: No such device)\n',
      exitCode: 1,
    });
  });
});

test('a NIC that damages what it receives shows it from every sender, and at no other NIC', () => {
  const { capture, faults } = capturePool();
  const id = faults.add({ kind: 'receive-damaged', host: 'sim-01', percent: 20 });
  const { stdout } = capture(1, `-i eth1 -Q in ${options}`);
  const badFrom = (address: string): number =>
    stdout.split('\n').filter((line) => line.includes(`${address}.`) && /incorrect|bad udp/.test(line)).length;

  expect(count(stdout)).toMatchObject({ verdicts: 240 });
  expect([badFrom('10.1.0.2'), badFrom('10.1.0.3')]).toEqual([24, 24]);
  expect(faults.fired()).toEqual({ [id]: 1 });
  expect(count(capture(1, `-i eth0 -Q in ${options}`).stdout)).toMatchObject({ bad: 0 });
  expect(count(capture(3, `-i eth1 -Q in ${options}`).stdout)).toMatchObject({ bad: 0 });
});

test('a NIC that damages what it sends shows at the others, until its tx is off', () => {
  const { capture, faults, setTx } = capturePool();
  const id = faults.add({ kind: 'transmit-damaged', host: 'sim-02', device: 'eth1' });
  expect(count(capture(1, `-i eth1 -Q in ${options}`).stdout)).toMatchObject({ bad: 120, verdicts: 240 });
  expect(count(capture(3, `-i eth1 -Q in ${options}`).stdout)).toMatchObject({ bad: 120 });
  expect(count(capture(1, `-i eth0 -Q in ${options}`).stdout)).toMatchObject({ bad: 0 });
  expect(faults.fired()).toEqual({ [id]: 2 });
  setTx(2, 'eth1', false);
  expect(count(capture(1, `-i eth1 -Q in ${options}`).stdout)).toMatchObject({ bad: 0 });
});
