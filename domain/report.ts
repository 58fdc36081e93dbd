import type { Change } from './change';
import type { Cure } from './cure';
import type { Effect } from './effect';
import type { ErrorType } from './error-catalogue';
import type { ModeState } from './features';
import type { NicDetection } from './inspection';
import type { Mode } from './modes';
import type { HostOutcome, RunOutcome } from './outcome';
import type { StoredFinding } from './stored-finding';
import type { ThroughputChange } from './throughput';
import type { Verdict } from './verdict';

/** One NIC or VIF of dom0, as programs are told of it. */
export interface NicReport {
  readonly device: string;
  readonly pif: string | null;
  readonly vif: string | null;
  readonly driver: string;
  readonly features: Readonly<Record<Mode, ModeState>>;
  /** Null where nothing was captured: VIFs, and hosts without tcpdump. */
  readonly verdict: Verdict | null;
  /** The numbers behind the verdict, and what would change it. */
  readonly because: string | null;
  /** Whether it merges what it hands on to running VMs, which breaks that. */
  readonly mergesForwarded: boolean;
  /** What would change the verdict. */
  readonly wouldChange: string | null;
  readonly evidence: NicDetection | null;
  /** The same after a change; null where nothing was captured then. */
  readonly evidenceAfter: NicDetection | null;
  /** Values kept by xapi. */
  readonly stored: Readonly<Partial<Record<Mode, string>>>;
}

export interface ReportError {
  readonly type: ErrorType;
  readonly message: string;
  readonly whatToDo: string;
}

export interface HostReport {
  readonly name: string;
  readonly uuid: string;
  readonly address: string;
  readonly outcome: HostOutcome;
  readonly error: ReportError | null;
  /** Whether `retry` can bring it to its end: a change of it was planned, and was not made. */
  readonly canRetry: boolean;
  readonly nics: readonly NicReport[];
  /** What was changed; what would be changed, in a dry run. */
  readonly changes: readonly Change[];
  /** Whether changes that were made for damage helped, by what those who received it hear now. */
  readonly cures: readonly Cure[];
  /** What limits its throughput, before and after a change; null where it was not captured on twice. */
  readonly effect: Effect | null;
  /** What an undo or a rollback left different, one line each. */
  readonly stillDifferent: readonly string[];
  /** VIFs whose VM moved or stopped since the inspection. */
  readonly moved: readonly string[];
}

/** The JSON that programs may rely on (design §2): fields may be added, none renamed. */
export interface Report {
  readonly command: string;
  readonly pool: { readonly uuid: string; readonly name: string };
  readonly outcome: RunOutcome;
  readonly run: { readonly workflowId: string; readonly runId: string; readonly url: string };
  readonly hosts: readonly HostReport[];
  /** Changes of objects that belong to no host now: VIFs of halted VMs. */
  readonly poolChanges: readonly Change[];
  /** How those objects ended; null where there was nothing to do with them. */
  readonly poolSlice: { readonly outcome: HostOutcome; readonly error: ReportError | null } | null;
  /** Stored values that do nothing, or nothing yet, and are no part of the changes; of audits and remediations. */
  readonly storedFindings: readonly StoredFinding[];
  /** What the run did to what limits throughput, over all hosts that were captured on twice; null where none was. */
  readonly effect: Effect | null;
  /** TCP throughput between two hosts; null where it was not asked for, or nothing was planned. */
  readonly throughput: ThroughputChange | null;
  readonly summary: {
    readonly hosts: number;
    readonly changed: number;
    readonly failed: number;
    readonly rolledBack: number;
    readonly remoteCommands: number;
    readonly xeWrites: number;
    readonly seconds: number;
  };
}
