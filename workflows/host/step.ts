import type { ErrorFacts } from '../../domain/errors';
import type { FeatureDifference, PackedFeatures } from '../../domain/features';
import type { HostRef } from '../../domain/run';
import type { LivePlan } from '../../domain/plan';
import type { StoredDifference, StoredPlan } from '../../domain/stored';
import type { Cost } from '../../domain/run';

/** What a change of one host is to do. The pool slice has no host and nothing live. */
export interface HostChange {
  readonly pool: string;
  readonly host: HostRef | null;
  readonly coordinator: HostRef;
  /** Owner of the host's lock: this workflow run. */
  readonly run: string;
  /** The pool's run that it is a part of. */
  readonly poolRun: string;
  /** The run whose change of the host it takes back; null where it makes one. */
  readonly takesBack: TakenBackRun | null;
  readonly live: readonly LivePlan[];
  /** Features to put back by name; what a rollback does instead of `live`. */
  readonly restore: PackedFeatures | null;
  readonly stored: readonly StoredPlan[];
  readonly onConflict: 'refuse' | 'pass-over';
  readonly confirmSeconds: number;
}

export interface TakenBackRun {
  readonly run: string;
  /** Whether it is known to have ended: then the lock that it may have left is taken over. */
  readonly hasEnded: boolean;
  /** Whether nothing of its change is left then: else the host has to remember it still. */
  readonly isWhole: boolean;
  /** Runs that tried the same before. */
  readonly earlier: readonly string[];
}

/** What the steps have learnt so far. */
export interface HostFacts {
  readonly before: PackedFeatures | null;
  readonly now: PackedFeatures | null;
  readonly liveDifferent: readonly FeatureDifference[];
  readonly storedDifferent: readonly StoredDifference[];
  /** Undos that did not get through. */
  readonly undoErrors: readonly ErrorFacts[];
  readonly costs: readonly Cost[];
}

/** What one call taught: merged into the facts. */
export type Learnt = Partial<Omit<HostFacts, 'costs' | 'undoErrors'>> & {
  readonly cost: Cost;
  /** What kept an undo from bringing everything back. */
  readonly failed?: ErrorFacts;
};

/**
 * One step of a host's change, with what takes it back: a step without its undo cannot be written.
 * `undo` may run when `apply` never did, did a part, or did all; so it brings about a state and repeats nothing.
 */
export interface HostStep {
  readonly name: string;
  /** Where it works: the undo of a host that cannot be reached stops there, and goes on at the coordinator. */
  readonly place: 'host' | 'coordinator';
  readonly needed: (change: HostChange) => boolean;
  readonly apply: (change: HostChange, facts: HostFacts) => Promise<Learnt>;
  /** What the re-read must show; an error stops the change and undoes it. */
  readonly check: (change: HostChange, facts: HostFacts) => ErrorFacts | null;
  readonly undo: (change: HostChange, facts: HostFacts) => Promise<Learnt>;
}
