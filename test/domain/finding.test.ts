import { expect, test } from '@jest/globals';
import type { FeatureSet } from '../../domain/features';
import { findingsOf, sliceFindings } from '../../domain/finding';
import { isVifUuid, isVmUuid } from '../../domain/ids';
import type { PoolVerdicts } from '../../domain/judge-pool';
import type { StoredModes } from '../../domain/inventory';
import { planHost } from '../../domain/plan';
import { desiredState } from '../../domain/policy';
import type { Verdict } from '../../domain/verdict';
import { allOn, host, nic, packed, uuid, vif } from './sample-pool';

const noPlan = { live: [], stored: [] };

function seen(stored: StoredModes, features: FeatureSet, verdicts: PoolVerdicts = new Map()) {
  const slice = { host: host(1), nics: [nic(1, 1, 'eth0', { stored })], vifs: [], otherPifs: [] };
  return { slice, features: packed({ eth0: features }), backend: 'openvswitch' as const, verdicts, plan: noPlan };
}

test('a stored value that does nothing, or nothing yet, is a finding in a few words', () => {
  expect(findingsOf(seen({ tx: 'Off', tso: 'off', gro: 'on' }, allOn))).toEqual([
    { kind: 'ineffective', host: 'host-1', target: 'eth0', what: 'ethtool-tx=Off' },
    { kind: 'not-in-force', host: 'host-1', target: 'eth0', what: 'tso is on, stored off' },
  ]);
});

test('packets that prove a fault are a finding; too few are none', () => {
  const judged = (verdict: Verdict, mergesForwarded = false): PoolVerdicts =>
    new Map([[nic(1, 1, 'eth0').uuid, { verdict, because: '', wouldChange: '', damage: [], mergesForwarded }]]);

  expect(findingsOf(seen({}, allOn, judged('sends-damage')))).toEqual([
    { kind: 'packets', host: 'host-1', target: 'eth0', what: 'sends-damage' },
  ]);
  expect(findingsOf(seen({}, allOn, judged('no-evidence')))).toEqual([]);
  expect(findingsOf(seen({}, allOn, judged('healthy', true)))).toEqual([
    { kind: 'packets', host: 'host-1', target: 'eth0', what: 'merges what it forwards: lro is on' },
  ]);
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

  expect(sliceFindings([halted], [], { kind: 'guests' })).toEqual([
    { kind: 'off-policy', host: 'halted VMs', target: halted.uuid, what: 'stored: tx should be off' },
  ]);
  expect(sliceFindings([halted], [], null)).toEqual([]);
});

test('what templates and halted VMs have stored is told too, and a template never deviates from a policy', () => {
  const halted = vif(7, null, null, { stored: { tx: 'Off' } });
  const template = { uuid: uuid(isVifUuid, 8), vm: uuid(isVmUuid, 8), of: 'template', stored: { tx: 'on' } } as const;

  expect(sliceFindings([halted], [template], { kind: 'guests' })).toEqual([
    { kind: 'ineffective', host: 'halted VMs', target: halted.uuid, what: 'ethtool-tx=Off' },
    {
      kind: 'ineffective',
      host: 'templates and snapshots',
      target: template.uuid,
      what: 'ethtool-tx=on on a VIF of a template',
    },
    { kind: 'off-policy', host: 'halted VMs', target: halted.uuid, what: 'stored: tx should be off' },
  ]);
});
