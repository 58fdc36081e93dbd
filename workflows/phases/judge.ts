import { findingsOf, type Finding } from '../../domain/finding';
import { planHost } from '../../domain/plan';
import { desiredState, type Policy } from '../../domain/policy';
import type { DetectedHost } from './detect';

/** Everything that is wrong in the pool, and what deviates from a policy where one is asked about. */
export const judge = (hosts: readonly DetectedHost[], policy: Policy | null): readonly Finding[] =>
  hosts.flatMap(({ slice, inspection, detection }) => {
    if (inspection === null) return [];
    const { features } = inspection;
    const plan = policy === null ? { live: [], stored: [] } : planHost(slice, features, desiredState(policy), 'both');
    return findingsOf({ slice, features, detection, plan });
  });
