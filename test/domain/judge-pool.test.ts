import { expect, test } from '@jest/globals';
import type { NicDetection, SenderCounts } from '../../domain/inspection';
import { judgePool } from '../../domain/judge-pool';
import { planByPolicy } from '../../domain/policy-plan';
import { allOn, host, nic, packed, pool } from './sample-pool';

const mac = (n: number): string => `02:00:00:00:00:0${String(n)}`;
const nics = [1, 2, 3].map((n) => nic(n, n, 'eth1', { mac: mac(n) }));
const inventory = pool({ hosts: [host(1), host(2), host(3)], pifs: nics, vifs: [] });
const whole: SenderCounts = { judged: 300, bad: 0 };
const damaged: SenderCounts = { judged: 300, bad: 290 };
const none = { packets: 0, verdicts: 0, bad: 0, badMerged: 0, examples: [] };

/** What a NIC saw: from whom, and how it arrived. */
const saw = (senders: Readonly<Record<string, SenderCounts>>): NicDetection => {
  const all = Object.values(senders);
  const judged = all.reduce((sum, each) => sum + each.judged, 0);
  const bad = all.reduce((sum, each) => sum + each.bad, 0);
  return { in: { ...none, packets: judged, verdicts: judged, bad }, out: none, senders, grown: {} };
};

function judged(seen: readonly NicDetection[]) {
  const hosts = seen.map((detection, index) => ({
    slice: { host: host(index + 1), nics: nics.slice(index, index + 1), vifs: [], otherPifs: [] },
    features: packed({ eth1: allOn }),
    detection: { nics: { eth1: detection }, cost: { executions: 1, xeWrites: 0 } },
  }));
  const verdicts = judgePool(inventory, hosts);
  const changes = hosts.map(({ slice, features }) =>
    planByPolicy({ kind: 'evidence' }, slice, features, verdicts, 'live').live.map(({ set }) => set),
  );
  return { told: nics.map(({ uuid }) => verdicts.get(uuid)), changes };
}

test('one’s broken transmit is found by what the others receive, and alone is changed', () => {
  const { told, changes } = judged([
    saw({ [mac(2)]: damaged, [mac(3)]: whole }),
    saw({ [mac(1)]: whole, [mac(3)]: whole }),
    saw({ [mac(1)]: whole, [mac(2)]: damaged }),
  ]);

  expect(told).toEqual([
    { verdict: 'receives-damage', because: 'from host-2 eth1 (290 of 300 bad)' },
    {
      verdict: 'sends-damage',
      because: '290 of 300 arrive damaged at host-1 eth1, 290 of 300 arrive damaged at host-3 eth1',
    },
    { verdict: 'receives-damage', because: 'from host-2 eth1 (290 of 300 bad)' },
  ]);
  expect(changes).toEqual([[], [{ tx: 'off' }], []]);
});

test('a receiver that damages what others receive whole is named, and nothing is changed', () => {
  const { told, changes } = judged([
    saw({ [mac(2)]: damaged, [mac(3)]: damaged }),
    saw({ [mac(1)]: whole, [mac(3)]: whole }),
    saw({ [mac(1)]: whole, [mac(2)]: whole }),
  ]);

  expect(told.map((each) => each?.verdict)).toEqual(['suspect-receiver', 'healthy', 'healthy']);
  expect(changes).toEqual([[], [], []]);
});

test('a sender outside the pool is named by its address, and nothing is changed', () => {
  const { told, changes } = judged([
    saw({ [mac(9)]: damaged, [mac(3)]: whole }),
    saw({ [mac(1)]: whole }),
    saw({ [mac(1)]: whole }),
  ]);

  expect(told[0]).toEqual({
    verdict: 'receives-damage',
    because: `from ${mac(9)} (no NIC of this pool) (290 of 300 bad)`,
  });
  expect(changes).toEqual([[], [], []]);
});
