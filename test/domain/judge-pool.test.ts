import { expect, test } from '@jest/globals';
import type { NicDetection, SenderCounts } from '../../domain/inspection';
import { judgePool } from '../../domain/judge-pool';
import { planByPolicy } from '../../domain/policy-plan';
import { detection, heard } from './sample-detection';
import { allOn, host, nic, packed, pool } from './sample-pool';

const mac = (n: number): string => `02:00:00:00:00:0${String(n)}`;
const nics = [1, 2, 3].map((n) => nic(n, n, 'eth1', { mac: mac(n) }));
const inventory = pool({ hosts: [host(1), host(2), host(3)], pifs: nics, vifs: [] });
const whole: SenderCounts = { judged: 300, bad: 0 };
const damaged: SenderCounts = { judged: 300, bad: 290 };

function judged(seen: readonly NicDetection[]) {
  const hosts = seen.map((seenByIt, index) => ({
    slice: { host: host(index + 1), nics: nics.slice(index, index + 1), vifs: [] },
    features: packed({ eth1: allOn }),
    detection: detection({ eth1: seenByIt }),
  }));
  const verdicts = judgePool(inventory, hosts);
  const changes = hosts.map(({ slice, features }) =>
    planByPolicy({ kind: 'evidence' }, slice, features, verdicts, 'live').live.map(({ set }) => set),
  );
  return { told: nics.map(({ uuid }) => verdicts.get(uuid)), changes };
}

test('one’s broken transmit is found by what the others receive, and alone is changed', () => {
  const { told, changes } = judged([
    heard({ [mac(2)]: damaged, [mac(3)]: whole }),
    heard({ [mac(1)]: whole, [mac(3)]: whole }),
    heard({ [mac(1)]: whole, [mac(2)]: damaged }),
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
    heard({ [mac(2)]: damaged, [mac(3)]: damaged }),
    heard({ [mac(1)]: whole, [mac(3)]: whole }),
    heard({ [mac(1)]: whole, [mac(2)]: whole }),
  ]);

  expect(told.map((each) => each?.verdict)).toEqual(['suspect-receiver', 'healthy', 'healthy']);
  expect(changes).toEqual([[], [], []]);
});

test('a sender outside the pool is named by its address, and nothing is changed', () => {
  const { told, changes } = judged([
    heard({ [mac(9)]: damaged, [mac(3)]: whole }),
    heard({ [mac(1)]: whole }),
    heard({ [mac(1)]: whole }),
  ]);

  expect(told[0]).toEqual({
    verdict: 'receives-damage',
    because: `from ${mac(9)} (no NIC of this pool) (290 of 300 bad)`,
  });
  expect(changes).toEqual([[], [], []]);
});
