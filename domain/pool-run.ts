import type { Cure } from './cure';
import type { Drift, AuditFindings } from './drift';
import type { ErrorFacts } from './errors';
import type { HostOutcome, RunOutcome } from './outcome';
import type { Policy, Scope } from './policy';
import type { HostRef, PoolRef } from './run';
import type { Selection, Selector } from './selection';
import type { MeasureWish, ThroughputChange } from './throughput';
import type { WaveSettings } from './waves';

/** What the configuration says of a pool's runs; flags win over it. */
export interface PoolSettings {
  readonly policy: Policy | null;
  readonly only: readonly Selector[];
  readonly exclude: readonly Selector[];
  readonly waves: Partial<WaveSettings>;
}

/** A pool as the worker knows it by its configured name. */
export interface FoundPool {
  readonly poolRef: PoolRef;
  readonly settings: PoolSettings;
}

/** What every run of a pool is told. The worker finds out how to reach the hosts by the pool's name. */
export interface PoolRunInput {
  /** The pool's configured name. */
  readonly pool: string;
  readonly poolRef: PoolRef;
}

export interface AuditInput extends PoolRunInput {
  readonly selection: Selection;
  readonly captureSeconds: number;
}

/** What every run that changes a pool is told. */
export interface ChangeInput extends PoolRunInput {
  readonly waves: WaveSettings;
}

export interface RemediateInput extends AuditInput, ChangeInput {
  readonly policy: Policy;
  readonly scope: Scope;
  /** Whether a person has to approve the plan before the first change. */
  readonly needsApproval: boolean;
  /** Between which hosts throughput is measured, before the first change and at the end; null: nowhere. */
  readonly measure: MeasureWish | null;
}

/** What a run that finishes an earlier change, or takes it back, is told. */
export interface EarlierRunInput extends ChangeInput {
  readonly run: RunRef;
}

export interface RetryInput extends EarlierRunInput {
  /** How long is captured to see whether changes helped that were made for damage. */
  readonly captureSeconds: number;
}

/** Takes a run back that only the hosts remember. */
export interface JournalRollbackInput extends ChangeInput {
  /** Run id of the pool's run; null for the newest that any host remembers. */
  readonly poolRun: string | null;
}

export interface RunRef {
  readonly workflowId: string;
  readonly runId: string;
}

/** How the objects that belong to no host ended, or a host. */
export interface SliceEnd {
  readonly outcome: HostOutcome;
  readonly error: ErrorFacts | null;
  /** The workflow that made the change; null where none was started. */
  readonly run: RunRef | null;
  /** The workflows that took that change, or parts of it, back within the same run, in order. */
  readonly takenBackBy?: readonly RunRef[];
}

/** How one host of a run ended; its details are the result of its own workflow. */
export interface HostEnd extends SliceEnd {
  readonly host: HostRef;
  /** Failed after its change was made, which was kept. */
  readonly kept?: true;
  /** What captures after the change showed of NICs that were changed for damage they sent. */
  readonly cures?: readonly Cure[];
}

/** The result of a run that changes a pool. Small whatever the pool's size: details are the hosts' own results. */
export interface ChangeResult {
  readonly command: 'remediate' | 'retry' | 'rollback';
  readonly outcome: RunOutcome;
  readonly hosts: readonly HostEnd[];
  readonly slice: SliceEnd | null;
  /** Null where nobody asked for it, or nothing was planned. */
  readonly throughput: ThroughputChange | null;
}

/** What a schedule asks for each time. The pool is found anew: its coordinator may be another by then. */
export interface ScheduledAuditInput {
  /** The schedule's id; its earlier audits are what this one is compared with. */
  readonly schedule: string;
  readonly pool: string;
  readonly selection: Selection;
  readonly captureSeconds: number;
  /** What deviates from it is a finding; null: none is asked about. */
  readonly policy: Policy | null;
  /** How to change what deviates from the policy; null: only tell. */
  readonly remediation: { readonly scope: Scope; readonly waves: WaveSettings } | null;
}

export interface ScheduledAuditResult extends AuditResult {
  readonly now: AuditFindings;
  /** Null for the first audit of a schedule, and the first after its question changed. */
  readonly drift: Drift | null;
  /** The change it made; null where none was wanted or none was needed. */
  readonly remediation: { readonly run: RunRef | null; readonly outcome: RunOutcome; readonly note: string } | null;
}

export interface AuditedHost {
  readonly host: HostRef;
  /** Why it could not be looked at. */
  readonly error: ErrorFacts | null;
  /** Why its packets could not, where that was wanted. */
  readonly captureError: ErrorFacts | null;
}

/** The result of an audit; what was seen is in the results of its activities. */
export interface AuditResult {
  readonly outcome: RunOutcome;
  readonly findings: number;
  readonly hosts: readonly AuditedHost[];
}
