import { describe, expect, test } from '@jest/globals';
import { isVmUuid } from '../../domain/ids';
import type { FeatureSet } from '../../domain/features';
import type { NicDetection, SenderCounts } from '../../domain/inspection';
import type { PoolInventory } from '../../domain/inventory';
import { judgePool } from '../../domain/judge-pool';
import { planByPolicy } from '../../domain/policy-plan';
import { detection, heard, saw } from './sample-detection';
import { allOn, host, nic, packed, pool, uuid, vif } from './sample-pool';

const mac = (n: number): string => `02:00:00:00:00:0${String(n)}`;
const nics = [1, 2, 3].map((n) => nic(n, n, 'eth1', { mac: mac(n) }));
const inventory = pool({ hosts: [host(1), host(2), host(3)], pifs: nics, vifs: [] });
const whole: SenderCounts = { judged: 300, bad: 0 };
const damaged: SenderCounts = { judged: 300, bad: 290 };

function judged(seen: readonly NicDetection[], of: PoolInventory = inventory, features: FeatureSet = allOn) {
  const hosts = seen.map((seenByIt, index) => ({
    slice: { host: host(index + 1), nics: nics.slice(index, index + 1), vifs: [], otherPifs: [] },
    features: packed({ eth1: features }),
    detection: detection({ eth1: seenByIt }),
  }));
  const verdicts = judgePool(of, hosts);
  const changes = hosts.map(({ slice, features: found }) =>
    planByPolicy({ kind: 'evidence' }, slice, found, verdicts, 'live').live.map(({ set }) => set),
  );
  return { told: nics.map(({ uuid }) => verdicts.get(uuid)), changes };
}

test('one’s broken transmit is found by what the others receive, and alone is changed', () => {
  const { told, changes } = judged([
    heard({ [mac(2)]: damaged, [mac(3)]: whole }),
    heard({ [mac(1)]: whole, [mac(3)]: whole }),
    heard({ [mac(1)]: whole, [mac(2)]: damaged }),
  ]);

  expect(told).toMatchObject([
    { verdict: 'receives-damage', because: 'from host-2 eth1 (290 of 300 bad); what it sends arrives whole at 2 NICs' },
    {
      verdict: 'sends-damage',
      because: '290 of 300 arrive damaged at host-1 eth1, 290 of 300 arrive damaged at host-3 eth1',
    },
    { verdict: 'receives-damage', because: 'from host-2 eth1 (290 of 300 bad); what it sends arrives whole at 2 NICs' },
  ]);
  expect(changes).toEqual([[], [{ tx: 'off' }], []]);
});

test('a receiver that damages what others receive whole is named, and nothing is changed', () => {
  const { told, changes } = judged([
    heard({ [mac(2)]: damaged, [mac(3)]: damaged }),
    heard({ [mac(1)]: whole, [mac(3)]: whole }),
    heard({ [mac(1)]: whole, [mac(2)]: whole }),
  ]);

  expect(told.map((each) => each?.verdict)).toEqual(['suspect-receiver', 'healthy', 'healthy']);
  expect(changes).toEqual([[], [], []]);
});

test('where nothing tells a receiver and its senders apart, the receiver is told that it may be to blame, and how to know', () => {
  const { told, changes } = judged([
    heard({ [mac(2)]: damaged, [mac(3)]: damaged }),
    heard({ [mac(1)]: whole }),
    heard({ [mac(1)]: whole }),
  ]);

  expect(told.map((each) => each?.verdict)).toEqual(['receives-damage', 'may-send-damage', 'may-send-damage']);
  expect(told[0]).toMatchObject({
    because:
      'from host-2 eth1 (290 of 300 bad), host-3 eth1 (290 of 300 bad), or damaged by this NIC: nothing to compare with; ' +
      'what it sends arrives whole at 2 NICs',
    wouldChange: 'hearing these senders at another NIC, or others here: a longer --capture',
  });
  expect(changes).toEqual([[], [], []]);
});

test('a NIC with damage both ways has a broken cable or port, and is not changed for what it sends', () => {
  const { told, changes } = judged([
    heard({ [mac(2)]: whole, [mac(3)]: damaged }),
    heard({ [mac(1)]: whole, [mac(3)]: damaged }),
    heard({ [mac(1)]: damaged, [mac(2)]: damaged }),
  ]);

  expect(told[2]).toMatchObject({
    verdict: 'may-send-damage',
    because: expect.stringContaining('look at its cable and its switch port'),
  });
  expect(changes).toEqual([[], [], []]);
});

test('a sender outside the pool is named by its address, and nothing is changed', () => {
  const { told, changes } = judged([
    heard({ [mac(9)]: damaged, [mac(3)]: whole }),
    heard({ [mac(1)]: whole }),
    heard({ [mac(1)]: whole }),
  ]);

  expect(told[0]).toMatchObject({
    verdict: 'receives-damage',
    because: `from ${mac(9)} (no NIC of this pool) (290 of 300 bad); what it sends arrives whole at 2 NICs`,
  });
  expect(changes).toEqual([[], [], []]);
});

describe('a guest', () => {
  const guestMac = '02:00:00:00:01:02';
  const withGuest = {
    ...inventory,
    vifs: [vif(2, 2, 'vif1.0', { mac: guestMac })],
    vmNames: { [uuid(isVmUuid, 2)]: 'web' },
  };
  const whatOthersHear = (ofNic: SenderCounts, ofGuest: SenderCounts) =>
    judged(
      [
        heard({ [mac(2)]: ofNic, [guestMac]: ofGuest, [mac(3)]: whole }),
        heard({ [mac(1)]: whole, [mac(3)]: whole }, [mac(2), guestMac]),
        heard({ [mac(1)]: whole, [mac(3)]: whole }),
      ],
      withGuest,
    );

  test('whose packets arrive damaged like all of its NIC shows that NIC to be guilty', () => {
    const { told, changes } = whatOthersHear(damaged, damaged);

    expect(told[1]).toMatchObject({
      verdict: 'sends-damage',
      because: '290 of 300 arrive damaged at host-1 eth1, 290 of 300 of guest web arrive damaged at host-1 eth1',
    });
    expect(changes).toEqual([[], [{ tx: 'off' }], []]);
  });

  test('that alone is damaged while others arrive whole through its NIC proves nothing against the NIC', () => {
    const { told, changes } = whatOthersHear(whole, damaged);

    expect(told[1]).toMatchObject({
      verdict: 'may-send-damage',
      because: '290 of 300 of guest web arrive damaged at host-1 eth1, while host-2 eth1 arrives whole',
    });
    expect(told[0]).toMatchObject({ because: expect.stringContaining('from host-2 eth1, guest web (290 of 300 bad)') });
    expect(changes).toEqual([[], [], []]);
  });
});

test('a NIC that damages at one receiver what arrives whole at another is told with both', () => {
  const { told, changes } = judged([
    heard({ [mac(2)]: damaged, [mac(3)]: whole }),
    heard({ [mac(1)]: whole, [mac(3)]: whole }),
    heard({ [mac(1)]: whole, [mac(2)]: whole }),
  ]);

  expect(told[1]).toMatchObject({
    verdict: 'may-send-damage',
    because: '290 of 300 arrive damaged at host-1 eth1, or that one damages them: whole at host-3 eth1',
  });
  expect(changes).toEqual([[], [], []]);
});

test('a guest that computes its own sums arrives whole through a broken NIC, and does not speak for it', () => {
  const guestMac = '02:00:00:00:01:02';
  const seen = (sums: SenderCounts) =>
    judged(
      [
        heard({ [mac(2)]: damaged, [guestMac]: whole, [mac(3)]: whole }),
        saw({ sent: { [mac(2)]: { judged: 300, bad: 300 }, [guestMac]: sums } }),
        heard({ [mac(1)]: whole, [mac(3)]: whole }),
      ],
      { ...inventory, vifs: [vif(2, 2, 'vif1.0', { mac: guestMac })] },
    ).told[1]?.verdict;

  expect(seen({ judged: 300, bad: 0 })).toBe('sends-damage');
  expect(seen({ judged: 300, bad: 300 })).toBe('may-send-damage');
});

test('a verdict tells who else heard a NIC, and what counters of damaged frames did', () => {
  const { told } = judged([
    { ...heard({ [mac(2)]: whole }), grown: { rx_crc_errors: 12 } },
    heard({ [mac(1)]: whole, [mac(3)]: whole }),
    heard({ [mac(1)]: whole }),
  ]);

  expect(told[0]).toMatchObject({
    verdict: 'healthy',
    because: '0 of 300 received are bad; what it sends arrives whole at 2 NICs; rx_crc_errors grew by 12',
    wouldChange: 'more than 1 % of bad packets received, or damage that others receive from it',
  });
});

test('what others received damaged is kept with the verdict, so that a cure can be told', () => {
  const { told } = judged([
    heard({ [mac(2)]: damaged, [mac(3)]: whole }),
    heard({ [mac(1)]: whole, [mac(3)]: whole }),
    heard({ [mac(1)]: whole }),
  ]);

  expect(told[1]?.damage).toEqual([{ sender: mac(2), receiver: nics[0]?.uuid, at: 'host-1 eth1', counts: damaged }]);
});

test('a NIC that sends damage although its tx is off already is named, and there is nothing to turn off', () => {
  const off = { ...allOn, 'tx-checksumming': 'off' as const };
  const { told, changes } = judged(
    [
      heard({ [mac(2)]: damaged, [mac(3)]: whole }),
      saw({ sent: { [mac(2)]: { judged: 300, bad: 0 } } }),
      heard({ [mac(1)]: whole }),
    ],
    inventory,
    off,
  );

  expect(told[1]).toMatchObject({ verdict: 'sends-damage', because: expect.stringContaining('its tx is off already') });
  expect(changes).toEqual([[], [], []]);
});

test('a NIC that merges what it hands on to VMs is found without a packet', () => {
  const guests = pool({ hosts: [host(1)], pifs: nics.slice(0, 1), vifs: [vif(1, 1, 'vif1.0')] });
  const features = packed({ eth1: { ...allOn, 'large-receive-offload': 'on' } });
  const slice = { host: host(1), nics: nics.slice(0, 1), vifs: [], otherPifs: [] };
  const verdicts = judgePool(guests, [{ slice, features, detection: null }]);

  expect([...verdicts.values()]).toMatchObject([{ verdict: 'no-evidence', mergesForwarded: true }]);
  expect(planByPolicy({ kind: 'evidence' }, slice, features, verdicts, 'live').live).toMatchObject([
    { set: { lro: 'off' } },
  ]);
});
