import type { ChangeInput, HostEnd } from '../../domain/pool-run';
import type { StoredPlan } from '../../domain/stored';
import type { Route } from '../../domain/throughput';
import type { PlannedHost } from './plan';
import type { CapturePlan } from './recapture';

/** A change of a pool that is planned and may begin. */
export interface PoolChange extends ChangeInput {
  readonly command: 'remediate' | 'retry';
  readonly haEnabled: boolean;
  /** Whether a person has to say go where the canary leaves a doubt. */
  readonly needsApproval: boolean;
  /** How to capture once more; null where nothing was captured before. */
  readonly capture: CapturePlan | null;
  /** Between which hosts throughput is measured; null for none. */
  readonly route: Route | null;
  /** Hosts that have ended already: failed before anything was changed, or nothing to do. */
  readonly ended: readonly HostEnd[];
  /** Hosts with something to change. */
  readonly planned: readonly PlannedHost[];
  /** For objects that belong to no host now. */
  readonly slice: readonly StoredPlan[];
}
