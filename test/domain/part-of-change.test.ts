import { expect, test } from '@jest/globals';
import { featuresOf, type FeatureSet } from '../../domain/features';
import type { Mode } from '../../domain/modes';
import { isWholeChange, partOfWayBack, type NicMode } from '../../domain/part-of-change';
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
  expect(isWholeChange({ live: liveChange, stored: storedChange }, [modeOf(eth0)])).toBe(isWhole);
});

const before: FeatureSet = { 'tx-checksumming': 'on', 'tx-tcp-segmentation': 'on', 'large-receive-offload': 'on' };

test('a part of a way back holds what followed its mode, and leaves other NICs and other modes that were set', () => {
  const { restore, stored: back } = partOfWayBack(
    { restore: packed({ eth0: before, eth1: before }), stored: [stored(eth0, 'tx', 'lro'), stored(eth1, 'tx')] },
    [live('eth0', 'tx', 'lro'), live('eth1', 'tx')],
    [modeOf(eth0)],
  );

  expect(Object.keys(restore?.devices ?? {})).toEqual(['eth0']);
  expect(restore === null ? null : featuresOf(restore, 'eth0')).toEqual({
    'tx-checksumming': 'on',
    'tx-tcp-segmentation': 'on',
  });
  expect(back).toEqual([stored(eth0, 'tx')]);
});
