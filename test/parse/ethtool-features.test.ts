import { describe, expect, test } from '@jest/globals';
import { modeState } from '../../domain/features';
import { modes } from '../../domain/modes';
import { parseEthtoolFeatures } from '../../parse/ethtool-features';

const ethtool26 = `Offload parameters for eth2:
Cannot get device udp large send offload settings: Operation not supported
rx-checksumming: on
tx-checksumming: on
scatter-gather: on
tcp-segmentation-offload: on
udp-fragmentation-offload: off
generic-segmentation-offload: on
generic-receive-offload: off
large-receive-offload: off
`;

const ethtool6 = `Offload parameters for eth0:
rx-checksumming: on
tx-checksumming: on
scatter-gather: on
tcp segmentation offload: on
udp fragmentation offload: off
generic segmentation offload: off
`;

const ethtool419 = `Features for eth0:
Cannot get device udp-fragmentation-offload settings: Operation not supported
rx-checksumming: on
tx-checksumming: on
\ttx-checksum-ipv4: off [fixed]
\ttx-checksum-ip-generic: on
scatter-gather: on
\ttx-scatter-gather: on
\ttx-scatter-gather-fraglist: off [fixed]
tcp-segmentation-offload: off
\ttx-tcp-segmentation: off [requested on]
\ttx-tcp-mangleid-segmentation: off
udp-fragmentation-offload: off
generic-segmentation-offload: off [requested on]
generic-receive-offload: on [requested off]
large-receive-offload: off [fixed]
rx-vlan-filter: on [fixed]
tx-udp_tnl-segmentation: off [fixed]
`;

describe('ethtool -k', () => {
  test('of 4.19 gives groups and sub-features with what is fixed and what was asked for', () => {
    expect(parseEthtoolFeatures(ethtool419)).toEqual({
      'rx-checksumming': 'on',
      'tx-checksumming': 'on',
      'tx-checksum-ipv4': 'fixed-off',
      'tx-checksum-ip-generic': 'on',
      'scatter-gather': 'on',
      'tx-scatter-gather': 'on',
      'tx-scatter-gather-fraglist': 'fixed-off',
      'tcp-segmentation-offload': 'off',
      'tx-tcp-segmentation': 'off-requested-on',
      'tx-tcp-mangleid-segmentation': 'off',
      'udp-fragmentation-offload': 'off',
      'generic-segmentation-offload': 'off-requested-on',
      'generic-receive-offload': 'on-requested-off',
      'large-receive-offload': 'fixed-off',
      'rx-vlan-filter': 'fixed-on',
      'tx-udp_tnl-segmentation': 'fixed-off',
    });
  });

  test.each([
    ['2.6', ethtool26, ['on', 'on', 'on', 'on', 'off', 'on', 'off', 'off']],
    ['6 of 2008, with spaces in names', ethtool6, ['on', 'on', 'on', 'on', 'off', 'off', 'absent', 'absent']],
    ['4.19', ethtool419, ['on', 'on', 'on', 'off', 'off', 'off', 'on', 'fixed-off']],
  ])('of %s answers for every mode', (_version, text, expected) => {
    const features = parseEthtoolFeatures(text);
    expect(modes.map((mode) => features && modeState(features, mode))).toEqual(expected);
  });

  test.each([
    ['on [not requested]', 'on'],
    ['off [not requested]', 'off'],
  ])('of 6.x may say %s: only the value in force counts', (printed, state) => {
    expect(parseEthtoolFeatures(`rx-gro-list: ${printed}\n`)).toEqual({ 'rx-gro-list': state });
  });

  test.each([
    ['4.x', 'Cannot get device feature names: No such device\n'],
    ['6.x', 'netlink error: no device matches name (offset 24)\nnetlink error: No such device\n'],
    ['3.2', 'Offload parameters for eth9:\nno offload info available\n'],
    ['any, with standard error dropped', ''],
  ])('for a device that does not exist gives nothing (%s)', (_version, text) => {
    expect(parseEthtoolFeatures(text)).toBeNull();
  });

  test.each([
    ['an unknown value', 'rx-checksumming: maybe\n', 'unknown value'],
    ['an unknown note', 'rx-checksumming: on [broken]\n', 'unknown value'],
    ['an unknown line', 'Segmentation fault\n', 'no feature line'],
    ['a feature twice', 'rx-fcs: on\nrx-fcs: off\n', 'printed twice'],
  ])('with %s is refused', (_case, text, problem) => {
    expect(() => parseEthtoolFeatures(text)).toThrow(
      expect.objectContaining({ type: 'OutputNotUnderstood', message: expect.stringContaining(problem) }),
    );
  });
});
