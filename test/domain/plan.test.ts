import { describe, expect, test } from '@jest/globals';
import type { FeatureSet } from '../../domain/features';
import { isEmptyPlan, planHost, planPoolSlice } from '../../domain/plan';
import { desiredState, type Policy, type Scope } from '../../domain/policy';
import { allOn, host, nic, packed, vif } from './sample-pool';

const classic: Policy = { kind: 'classic' };

const plan = (
  parts: { nics?: ReturnType<typeof nic>[]; vifs?: ReturnType<typeof vif>[] },
  features: Record<string, FeatureSet>,
  policy: Policy = classic,
  scope: Scope = 'both',
) =>
  planHost(
    { host: host(1), nics: parts.nics ?? [], vifs: parts.vifs ?? [], otherPifs: [] },
    packed(features),
    desiredState(policy),
    scope,
  );

describe('the plan of a host', () => {
  test('classic turns off, live and stored, what is on, and leaves what is off already', () => {
    const { live, stored } = plan({ nics: [nic(1, 1, 'eth0')] }, { eth0: allOn });

    expect(live).toEqual([
      {
        device: 'eth0',
        set: { rx: 'off', tx: 'off', sg: 'off', tso: 'off', gso: 'off' },
        was: { rx: 'on', tx: 'on', sg: 'on', tso: 'on', gso: 'on' },
      },
    ]);
    expect(stored[0]?.set).toEqual({ rx: 'off', tx: 'off', sg: 'off', tso: 'off', ufo: 'off', gso: 'off' });
    expect(stored[0]?.was).toEqual({ rx: null, tx: null, sg: null, tso: null, ufo: null, gso: null });
  });

  test('is empty where everything is as wanted, also where false is stored for off', () => {
    const off = Object.fromEntries(Object.keys(allOn).map((name) => [name, 'off' as const]));
    const stored = { rx: 'off', tx: 'false', sg: 'off', tso: 'off', ufo: 'off', gso: 'off' };

    expect(isEmptyPlan(plan({ nics: [nic(1, 1, 'eth0', { stored })] }, { eth0: off }))).toBe(true);
  });

  test.each([
    ['a fixed mode', { ...allOn, 'tx-checksumming': 'fixed-on' as const }],
    [
      'a mode the device does not have',
      Object.fromEntries(Object.entries(allOn).filter(([n]) => n !== 'tx-checksumming')),
    ],
  ])('never writes %s, live or stored', (_, features) => {
    const { live, stored } = plan({ nics: [nic(1, 1, 'eth0')] }, { eth0: features });

    expect(live[0]?.set).not.toHaveProperty('tx');
    expect(stored[0]?.set).not.toHaveProperty('tx');
  });

  test('says which modes it leaves because the driver fixes them', () => {
    const { skipped } = plan({ nics: [nic(1, 1, 'eth0')] }, { eth0: { ...allOn, 'tx-checksumming': 'fixed-on' } });

    expect(skipped).toEqual([{ target: 'eth0', mode: 'tx', why: 'fixed' }]);
  });

  test('rewrites a stored value that xapi ignores', () => {
    const { stored } = plan({ nics: [nic(1, 1, 'eth0', { stored: { tx: '”off”' } })] }, { eth0: allOn });

    expect(stored[0]?.was.tx).toBe('”off”');
    expect(stored[0]?.set.tx).toBe('off');
  });

  test('guests changes tx on VIFs and nothing on NICs', () => {
    const { live, stored } = plan(
      { nics: [nic(1, 1, 'eth0')], vifs: [vif(2, 1, 'vif3.0')] },
      { eth0: allOn, 'vif3.0': allOn },
      { kind: 'guests' },
    );

    expect(live).toEqual([{ device: 'vif3.0', set: { tx: 'off' }, was: { tx: 'on' } }]);
    expect(stored).toHaveLength(1);
  });

  test('never plans gro or lro for a VIF, which xapi would ignore', () => {
    const policy: Policy = { kind: 'custom', pif: {}, vif: { tx: 'off', gro: 'off', lro: 'off' } };
    const { live, stored } = plan({ vifs: [vif(2, 1, 'vif3.0')] }, { 'vif3.0': allOn }, policy);

    expect(live[0]?.set).toEqual({ tx: 'off' });
    expect(stored[0]?.set).toEqual({ tx: 'off' });
  });

  test('local scope plans nothing stored, stored scope nothing live', () => {
    expect(plan({ nics: [nic(1, 1, 'eth0')] }, { eth0: allOn }, classic, 'live').stored).toEqual([]);
    expect(plan({ nics: [nic(1, 1, 'eth0')] }, { eth0: allOn }, classic, 'stored').live).toEqual([]);
  });

  test('passes over a device that is gone and says so', () => {
    const { live, stored, skipped } = plan({ vifs: [vif(2, 1, 'vif3.0')] }, {});

    expect([live, stored]).toEqual([[], []]);
    expect(skipped[0]).toEqual({ target: 'vif3.0', mode: 'rx', why: 'device-gone' });
  });
});

describe('the plan of the pool slice', () => {
  test('stores every wanted mode for VIFs of halted VMs, and nothing in local scope', () => {
    const desired = desiredState({ kind: 'guests' });

    expect(planPoolSlice([vif(2, null, null)], desired, 'both').map(({ set }) => set)).toEqual([{ tx: 'off' }]);
    expect(planPoolSlice([vif(2, null, null)], desired, 'live')).toEqual([]);
  });
});
