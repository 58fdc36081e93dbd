import { describe, expect, test } from '@jest/globals';
import type { Driver } from '../../../../lab/standin/ethtool/drivers';
import { ethtool } from '../../../../lab/standin/ethtool/ethtool';
import { ArmedFaults } from '../../../../lab/standin/faults/armed-faults';
import type { FaultPlan } from '../../../../lab/standin/faults/fault';

/** A host `sim-01` whose eth0 has the driver; `run` takes a command line without the program's name. */
function hostWith(driver: Driver) {
  const faults = new ArmedFaults([], () => undefined);
  const devices = { eth0: { driver, wanted: {}, mac: '0a:00:00:00:00:01', mtu: 1500, idle: false } };
  const context = { host: 'sim-01', devices, faults, onChange: () => undefined };
  const run = (line: string) => ethtool(line.split(' '), context);
  const state = (feature: string): string | undefined =>
    new RegExp(`^\\t?${feature}: (.*)$`, 'm').exec(run('-k eth0').stdout)?.[1];
  return { faults, run, state };
}

const ok = { exitCode: 0, stdout: '', stderr: '' };

test('ethtool -k prints groups and sub-features as 4.19 does', () => {
  expect(hostWith('tg3').run('-k eth0').stdout.split('\n').slice(0, 27)).toEqual([
    'Features for eth0:',
    'rx-checksumming: on',
    'tx-checksumming: on',
    '\ttx-checksum-ipv4: on',
    '\ttx-checksum-ip-generic: off [fixed]',
    '\ttx-checksum-ipv6: on',
    '\ttx-checksum-fcoe-crc: off [fixed]',
    '\ttx-checksum-sctp: off [fixed]',
    'scatter-gather: on',
    '\ttx-scatter-gather: on',
    '\ttx-scatter-gather-fraglist: off [fixed]',
    'tcp-segmentation-offload: on',
    '\ttx-tcp-segmentation: on',
    '\ttx-tcp-ecn-segmentation: on',
    '\ttx-tcp-mangleid-segmentation: off',
    '\ttx-tcp6-segmentation: on',
    'udp-fragmentation-offload: off',
    'generic-segmentation-offload: on',
    'generic-receive-offload: on',
    'large-receive-offload: off [fixed]',
    'rx-vlan-offload: on [fixed]',
    'tx-vlan-offload: on [fixed]',
    'ntuple-filters: off [fixed]',
    'receive-hashing: off [fixed]',
    'highdma: on',
    'rx-vlan-filter: off [fixed]',
    'tx-vlan-stag-hw-insert: off [fixed]',
  ]);
});

describe('what depends on another feature goes and comes back with it', () => {
  test.each([
    ['tx off', 'tx-tcp-segmentation', 'off [requested on]'],
    ['tx off', 'tcp-segmentation-offload', 'off'],
    ['tx off', 'generic-segmentation-offload', 'on'],
    ['sg off', 'tx-tcp-segmentation', 'off [requested on]'],
    ['sg off', 'generic-segmentation-offload', 'off [requested on]'],
    ['tx off, tx on', 'tx-tcp-segmentation', 'on'],
    ['tx off, tx on', 'tx-tcp-mangleid-segmentation', 'off'],
    ['tso off, tx off, tx on', 'tx-tcp-segmentation', 'off'],
    ['tso off, tso on', 'tx-tcp-mangleid-segmentation', 'on'],
    ['tso off, tx-tcp-segmentation on', 'tx-tcp-mangleid-segmentation', 'off'],
    ['tx off, tso on', 'tx-tcp-segmentation', 'off [requested on]'],
    ['tcp-segmentation-offload off', 'tx-tcp6-segmentation', 'off'],
  ])('after %s: %s is %s', (steps, feature, expected) => {
    const { run, state } = hostWith('e1000e');
    for (const step of steps.split(', ')) run(`-K eth0 ${step}`);
    expect(state(feature)).toBe(expected);
  });

  test('large receive offload needs receive checksums', () => {
    const { run, state } = hostWith('ixgbe');
    run('-K eth0 lro on');
    run('-K eth0 rx off');
    expect(state('large-receive-offload')).toBe('off [requested on]');
  });
});

describe('ethtool -K answers as 4.19 does', () => {
  test.each<[string, Driver, string, ReturnType<typeof ethtool>]>([
    ['what is so already', 'e1000e', '-K eth0 tx on', ok],
    ['a change exactly as asked', 'e1000e', '-K eth0 gro off', ok],
    [
      'ufo, gone from the kernel',
      'e1000e',
      '-K eth0 ufo off',
      { ...ok, stderr: 'Cannot change udp-fragmentation-offload\n' },
    ],
    [
      'a fixed feature alone',
      'e1000e',
      '-K eth0 lro on',
      { ...ok, exitCode: 1, stderr: 'Cannot change large-receive-offload\nCould not change any device features\n' },
    ],
    [
      'rx of a VIF, fixed on',
      'vif',
      '-K eth0 rx off',
      { ...ok, exitCode: 1, stderr: 'Cannot change rx-checksumming\nCould not change any device features\n' },
    ],
    [
      'a fixed feature together with another',
      'e1000e',
      '-K eth0 gro off lro on',
      {
        exitCode: 0,
        stdout: 'Actual changes:\ngeneric-receive-offload: off\n',
        stderr: 'Cannot change large-receive-offload\n',
      },
    ],
    [
      'a change that takes others with it',
      'e1000e',
      '-K eth0 tx off',
      {
        ...ok,
        stdout:
          'Actual changes:\ntx-checksumming: off\n\ttx-checksum-ip-generic: off\ntcp-segmentation-offload: off\n' +
          '\ttx-tcp-segmentation: off [requested on]\n\ttx-tcp6-segmentation: off [requested on]\n',
      },
    ],
    [
      'an unknown mode',
      'e1000e',
      '-K eth0 tx off warp off',
      { ...ok, exitCode: 1, stderr: 'ethtool: bad command line argument(s)\nFor more information run ethtool -h\n' },
    ],
    [
      'a wrong value',
      'e1000e',
      '-K eth0 tx maybe',
      { ...ok, exitCode: 1, stderr: 'ethtool: bad command line argument(s)\nFor more information run ethtool -h\n' },
    ],
    [
      'no such device',
      'e1000e',
      '-K eth9 tx off',
      { ...ok, exitCode: 1, stderr: 'Cannot get device feature names: No such device\n' },
    ],
  ])('to %s (%s)', (_case, driver, line, expected) => {
    expect(hostWith(driver).run(line)).toEqual(expected);
  });

  test('to tso while tx is off with an error, and remembers it', () => {
    const { run, state } = hostWith('e1000e');
    run('-K eth0 tso off');
    run('-K eth0 tx off');
    expect(run('-K eth0 tso on')).toEqual({ ...ok, exitCode: 1, stderr: 'Could not change any device features\n' });
    run('-K eth0 tx on');
    expect(state('tx-tcp-segmentation')).toBe('on');
  });

  test('to an unknown mode without changing the others of the same command', () => {
    const { run, state } = hostWith('e1000e');
    run('-K eth0 gro off warp off');
    expect(state('generic-receive-offload')).toBe('on');
  });
});

describe('faults of ethtool', () => {
  test.each<[FaultPlan, string, number]>([
    [{ kind: 'ethtool-refuses', host: 'sim-01', device: 'eth0', mode: 'tx' }, '-K eth0 tx off', 1],
    [{ kind: 'ethtool-refuses', host: 'sim-01', mode: 'tx' }, '-K eth0 tx-checksum-ip-generic off', 1],
    [{ kind: 'ethtool-does-nothing', host: 'sim-01' }, '-K eth0 tx off', 0],
  ])('%j leaves the device as it was', (fault, line, exitCode) => {
    const { faults, run, state } = hostWith('e1000e');
    const id = faults.add(fault);
    expect(run(line)).toMatchObject({ exitCode, stdout: '' });
    expect(state('tx-checksumming')).toBe('on');
    expect(faults.fired()).toEqual({ [id]: 1 });
  });

  test.each<FaultPlan>([
    { kind: 'ethtool-refuses', host: 'sim-02' },
    { kind: 'ethtool-refuses', host: 'sim-01', device: 'eth1' },
    { kind: 'ethtool-does-nothing', host: 'sim-01', mode: 'gro' },
  ])('%j does not strike elsewhere', (fault) => {
    const { faults, run, state } = hostWith('e1000e');
    faults.add(fault);
    run('-K eth0 tx off');
    expect(state('tx-checksumming')).toBe('off');
  });
});

test.each([
  ['-i eth0', 0, /^driver: bnx2x\nversion: 1\.714\.24 storm 7\.13\.11\.0\nfirmware-version: bc 7\.10\.10\n/],
  ['-S eth0', 0, /^NIC statistics:\n {5}rx_packets: \d+\n(?:.*\n)* {5}rx_csum_offload_errors: 0\n$/],
])('ethtool %s tells of the driver', (line, exitCode, stdout) => {
  expect(hostWith('bnx2x').run(line)).toMatchObject({ exitCode, stdout: expect.stringMatching(stdout), stderr: '' });
});
