import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { modeState } from '../../domain/features';
import { modes } from '../../domain/modes';
import { parseEthtoolFeatures } from '../../parse/ethtool-features';
import { anyText, expectReadOrRefused } from './any-text';

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
    ['6', ['on', 'on', 'on', 'on', 'off', 'on', 'absent', 'absent']],
    ['2.6.39', ['on', 'on', 'on', 'on', 'off', 'on', 'off', 'off']],
    ['3.14', ['on', 'on', 'on', 'on', 'off', 'on', 'off', 'fixed-off']],
    ['4.19', ['on', 'on', 'on', 'on', 'off', 'on', 'off', 'fixed-off']],
    ['6.1', ['on', 'on', 'on', 'on', 'absent', 'on', 'off', 'fixed-off']],
  ])('of one and the same device, by the program of version %s, answers for every mode', (version, expected) => {
    const sample = path.join(__dirname, 'samples', `ethtool-${version}.txt`);
    const features = parseEthtoolFeatures(readFileSync(sample, 'utf8'));
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

describe('any text', () => {
  const known = ['Features for eth0:', 'rx-fcs: on', '\ttx-lro: off [fixed]', 'rx-all: on [new]', ': on', 'a: '];

  test('is read or refused as not understood, and nothing else happens', () => {
    expectReadOrRefused(anyText(known), parseEthtoolFeatures);
  });

  test.each([
    ['2.6', 'Offload parameters for eth0:', '', '\n'],
    ['4.19 and later', 'Features for eth0:', '\t', '\n'],
    ['4.19, with line ends of a terminal', 'Features for eth0:', '\t', '\r\n'],
  ])('that prints features as %s does loses none', (_version, header, indent, lineEnd) => {
    const printed = new Map([
      ['on', 'on'],
      ['off', 'off'],
      ['fixed-on', 'on [fixed]'],
      ['fixed-off', 'off [fixed]'],
      ['on-requested-off', 'on [requested off]'],
      ['off-requested-on', 'off [requested on]'],
    ]);
    const features = fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9_-]*$/), fc.constantFrom(...printed.keys()), {
      minKeys: 1,
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(features, (wanted) => {
        const body = Object.entries(wanted).map(([name, state]) => `${indent}${name}: ${printed.get(state) ?? ''}`);
        expect(parseEthtoolFeatures([header, ...body, ''].join(lineEnd))).toEqual(wanted);
      }),
    );
  });
});
