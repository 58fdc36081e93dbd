import { findingsOf, type Finding } from '../../domain/finding';
import type { PoolInventory } from '../../domain/inventory';
import { judgePool, type PoolVerdicts } from '../../domain/judge-pool';
import { planByPolicy } from '../../domain/policy-plan';
import type { Policy } from '../../domain/policy';
import type { DetectedHost } from './detect';

/** What the packets prove of every NIC, judged together. */
export const judge = (inventory: PoolInventory, hosts: readonly DetectedHost[]): PoolVerdicts =>
  judgePool(
    inventory,
    hosts.flatMap(({ slice, inspection, detection }) =>
      inspection === null ? [] : [{ slice, features: inspection.features, detection }],
    ),
  );

/** Everything that is wrong in the pool, and what deviates from a policy where one is asked about. */
export const findings = (
  hosts: readonly DetectedHost[],
  verdicts: PoolVerdicts,
  policy: Policy | null,
): readonly Finding[] =>
  hosts.flatMap(({ slice, inspection }) => {
    if (inspection === null) return [];
    const { features, backend } = inspection;
    const plan = policy === null ? { live: [], stored: [] } : planByPolicy(policy, slice, features, verdicts, 'both');
    return findingsOf({ slice, features, backend, verdicts, plan });
  });
