import type { ErrorFacts } from './errors';
import type { FeatureDifference, PackedFeatures } from './features';
import type { HostOutcome } from './outcome';
import type { LivePlan } from './plan';
import type { Cost, HostRef } from './run';
import type { StoredDifference, StoredPlan } from './stored';

/** What is still not as it was after an undo: by device and feature, by object and mode. */
export interface StillDifferent {
  readonly live: readonly FeatureDifference[];
  readonly stored: readonly StoredDifference[];
}

/** How the change of one host (or of the pool slice, which has no host) ended, and all that a rollback needs. */
export interface HostRunRecord {
  readonly host: HostRef | null;
  readonly outcome: HostOutcome;
  readonly error: ErrorFacts | null;
  /** What was planned live; in force when the outcome is `done`. */
  readonly live: readonly LivePlan[];
  readonly stored: readonly StoredPlan[];
  /** Every feature of the planned devices before the first change; null when the run never came so far. */
  readonly before: PackedFeatures | null;
  /** The same at the end; null when it could not be read. */
  readonly after: PackedFeatures | null;
  readonly stillDifferent: StillDifferent;
  /** VIFs whose VM moved or stopped since the inspection: device names. */
  readonly moved: readonly string[];
  readonly cost: Cost;
}
