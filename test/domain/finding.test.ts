import { describe, expect, test } from '@jest/globals';
import { packFeatures, type FeatureSet } from '../../domain/features';
import { findingsOf, sliceFindings } from '../../domain/finding';
import type { PoolVerdicts } from '../../domain/judge-pool';
import type { StoredModes } from '../../domain/inventory';
import { planHost } from '../../domain/plan';
import { desiredState } from '../../domain/policy';
import type { Verdict } from '../../domain/verdict';
import { allOn, device, host, nic, vif } from './sample-pool';

const noPlan = { live: [], stored: [] };
const allOff: FeatureSet = { ...allOn, 'tx-checksumming': 'off', 'tcp-segmentation-offload': 'off' };

function seen(stored: StoredModes, features: FeatureSet, verdicts: PoolVerdicts = new Map()) {
  const slice = { host: host(1), nics: [nic(1, 1, 'eth0', { stored })], vifs: [] };
  return { slice, features: packFeatures(new Map([[device('eth0'), features]])), verdicts, plan: noPlan };
}

describe('what is stored', () => {
  test.each<[string, StoredModes, FeatureSet, readonly string[]]>([
    ['and in force is no finding', { tx: 'off' }, allOff, []],
    ['as true or false counts like on or off', { tx: 'false' }, allOff, []],
    ['and not in force is one', { tx: 'off' }, allOn, ['not-in-force: tx is on, stored off']],
    ['on and found off is one too', { tso: 'on' }, allOff, ['not-in-force: tso is off, stored on']],
    ['and ignored by xapi is one', { tx: 'Off' }, allOn, ['ineffective: ethtool-tx=Off']],
    ['in typographic quotes is ignored', { tx: '”off”' }, allOn, ['ineffective: ethtool-tx=”off”']],
    ['for a mode that the driver fixes is none', { tx: 'off' }, { ...allOn, 'tx-checksumming': 'fixed-on' }, []],
    ['for a mode that the kernel does not have is none', { ufo: 'off' }, { 'tx-checksumming': 'on' }, []],
  ])('%s', (_, stored, features, expected) => {
    const found = findingsOf(seen(stored, features));

    expect(found.map(({ kind, what }) => `${kind}: ${what}`)).toEqual(expected);
  });
});

test('packets that prove a fault are a finding; too few are none', () => {
  const judged = (verdict: Verdict): PoolVerdicts =>
    new Map([[nic(1, 1, 'eth0').uuid, { verdict, because: '', wouldChange: '', damage: [], mergesForwarded: false }]]);

  expect(findingsOf(seen({}, allOn, judged('sends-damage')))).toEqual([
    { kind: 'packets', host: 'host-1', target: 'eth0', what: 'sends-damage' },
  ]);
  expect(findingsOf(seen({}, allOn, judged('no-evidence')))).toEqual([]);
});

test('what a policy would change is a finding where the policy is asked about, live and stored', () => {
  const at = seen({}, allOn);
  const desired = desiredState({ kind: 'custom', pif: { tx: 'off' }, vif: {} });
  const plan = planHost(at.slice, at.features, desired, 'both');

  expect(findingsOf({ ...at, plan }).map(({ kind, target, what }) => [kind, target, what])).toEqual([
    ['off-policy', 'eth0', 'live: tx should be off'],
    ['off-policy', at.slice.nics[0]?.uuid, 'stored: tx should be off'],
  ]);
});

test('VIFs of halted VMs deviate by what is stored alone', () => {
  const halted = vif(7, null, null);

  expect(sliceFindings([halted], { kind: 'guests' })).toEqual([
    { kind: 'off-policy', host: 'halted VMs', target: halted.uuid, what: 'stored: tx should be off' },
  ]);
  expect(sliceFindings([halted], null)).toEqual([]);
});
