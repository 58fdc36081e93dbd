import { describe, expect, test } from '@jest/globals';
import { featuresOf, type FeatureSet } from '../../domain/features';
import type { Mode } from '../../domain/modes';
import { isWholeChange, partOfWayBack, type NicMode, type PartOfChange } from '../../domain/part-of-change';
import type { LivePlan } from '../../domain/plan';
import type { StoredPlan } from '../../domain/stored';
import { device, nic, packed } from './sample-pool';

const [eth0, eth1] = [nic(1, 1, 'eth0'), nic(2, 1, 'eth1')];
const modeOf = ({ uuid, device: name }: typeof eth0, mode: Mode = 'tx'): NicMode => ({ nic: uuid, device: name, mode });
const live = (name: string, ...set: readonly Mode[]): LivePlan => ({
  device: device(name),
  was: Object.fromEntries(set.map((mode) => [mode, 'on'])),
  set: Object.fromEntries(set.map((mode) => [mode, 'off'])),
});
const stored = ({ uuid }: typeof eth0, ...set: readonly Mode[]): StoredPlan => ({
  object: { kind: 'pif', uuid },
  was: Object.fromEntries(set.map((mode) => [mode, null])),
  set: Object.fromEntries(set.map((mode) => [mode, 'off'])),
});

test.each<[string, readonly LivePlan[], readonly StoredPlan[], boolean]>([
  ['is nothing more', [live('eth0', 'tx')], [stored(eth0, 'tx')], true],
  ['is live alone', [live('eth0', 'tx')], [], true],
  ['has another NIC', [live('eth0', 'tx'), live('eth1', 'tx')], [], false],
  ['has another mode of that NIC', [live('eth0', 'tx', 'lro')], [], false],
  ['stores another mode', [live('eth0', 'tx')], [stored(eth0, 'tx', 'lro')], false],
  ['stores for another NIC', [live('eth0', 'tx')], [stored(eth0, 'tx'), stored(eth1, 'tx')], false],
])('tx of one NIC is a whole change, or not, of one that %s', (_, liveChange, storedChange, isWhole) => {
  expect(isWholeChange({ live: liveChange, stored: storedChange, proofs: [] }, [modeOf(eth0)])).toBe(isWhole);
});

const before: FeatureSet = { 'tx-checksumming': 'on', 'tx-tcp-segmentation': 'on', 'large-receive-offload': 'on' };

describe('of a change of two NICs, one of them in two modes', () => {
  const change = [live('eth0', 'tx', 'lro'), live('eth1', 'tx')];
  const whole = {
    restore: packed({ eth0: before, eth1: before }),
    stored: [stored(eth0, 'tx', 'lro'), stored(eth1, 'tx')],
  };
  const back = (part: PartOfChange) => {
    const { restore, stored: values } = partOfWayBack(whole, change, part);
    const devices = Object.keys(restore?.devices ?? {});
    return {
      features: devices.map((name) => [name, Object.keys((restore && featuresOf(restore, name)) ?? {})]),
      stored: values.map(({ object, set }) => [object.uuid, Object.keys(set)]),
    };
  };
  const all = Object.keys(before);

  test('a part goes back with what followed it, without other NICs and other modes', () => {
    expect(back({ only: [modeOf(eth0)] })).toEqual({
      features: [['eth0', ['tx-checksumming', 'tx-tcp-segmentation']]],
      stored: [[eth0.uuid, ['tx']]],
    });
  });

  test('what is left then goes back later, and no more', () => {
    expect(back({ except: [modeOf(eth0)] })).toEqual({
      features: [
        ['eth0', ['large-receive-offload']],
        ['eth1', all],
      ],
      stored: [
        [eth0.uuid, ['lro']],
        [eth1.uuid, ['tx']],
      ],
    });
    expect(back({ except: [modeOf(eth1)] })).toEqual({
      features: [['eth0', all]],
      stored: [[eth0.uuid, ['tx', 'lro']]],
    });
  });
});
