import { describe, expect, test } from '@jest/globals';
import { applyLines, changedPart, differences, goneDevices, notInForce, restoreLines } from '../../domain/live';
import type { LivePlan } from '../../domain/plan';
import { allOn, device, packed } from './sample-pool';

const plan: LivePlan = { device: device('eth0'), was: { tx: 'on', tso: 'on' }, set: { tx: 'off', tso: 'off' } };

describe('what a re-read shows', () => {
  test('a mode that is still on is not in force, whatever ethtool said', () => {
    const now = packed({ eth0: { ...allOn, 'tcp-segmentation-offload': 'off' } });

    expect(notInForce([plan], now)).toEqual([
      { device: 'eth0', feature: 'tx-checksumming', expected: 'off', found: 'on' },
    ]);
  });

  test('a mode that is off only until its parent is on again is not in force', () => {
    const now = packed({
      eth0: { ...allOn, 'tx-checksumming': 'off', 'tcp-segmentation-offload': 'off-requested-on' },
    });

    expect(notInForce([plan], now).map(({ feature }) => feature)).toEqual(['tcp-segmentation-offload']);
  });

  test('tso that is off only because tx is, by its sub-features, is not in force', () => {
    const now = packed({
      eth0: {
        ...allOn,
        'tx-checksumming': 'off',
        'tx-checksum-ip-generic': 'off',
        'tcp-segmentation-offload': 'off',
        'tx-tcp-segmentation': 'off-requested-on',
      },
    });

    expect(notInForce([plan], now)).toEqual([
      { device: 'eth0', feature: 'tcp-segmentation-offload', expected: 'off', found: 'off-requested-on' },
    ]);
  });

  test('a device that is gone is named as gone, not as different', () => {
    expect(notInForce([plan], packed({}))).toEqual([]);
    expect(goneDevices(['eth0'], packed({}))).toEqual(['eth0']);
  });
});

describe('what an undo compares', () => {
  test('every feature, not the modes alone', () => {
    const now = packed({ eth0: { ...allOn, 'tx-tcp-mangleid-segmentation': 'on' } });

    expect(differences(packed({ eth0: allOn }), now)).toEqual([
      { device: 'eth0', feature: 'tx-tcp-mangleid-segmentation', expected: 'off', found: 'on' },
    ]);
  });

  test('a rollback puts back only what the run changed', () => {
    const after = packed({ eth0: { ...allOn, 'rx-checksumming': 'off' }, eth1: allOn });

    expect(changedPart(packed({ eth0: allOn, eth1: allOn }), after)).toEqual(
      packed({ eth0: { 'rx-checksumming': 'on' } }),
    );
  });
});

describe('what the host scripts read', () => {
  test('restoring asks for the value wanted then, and never for a fixed feature', () => {
    const target = packed({
      eth0: { 'rx-checksumming': 'on', 'tx-tcp-segmentation': 'off-requested-on', highdma: 'fixed-on' },
    });

    expect(restoreLines(target)).toBe('eth0 rx-checksumming on\neth0 tx-tcp-segmentation on');
  });

  test('applying is one mode a line, in the order of the modes', () => {
    expect(applyLines([plan])).toBe('eth0 tx off\neth0 tso off');
  });
});
