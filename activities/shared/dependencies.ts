import type { ScriptResult, ScriptRun } from '../../ssh/script';
import type { PoolConfig } from '../../config/pool-config';
import type { SshTarget } from '../../ssh/target';
import type { HostRunRecord } from '../../domain/host-run';
import type { AuditFindings } from '../../domain/drift';
import type { HostUuid } from '../../domain/ids';
import type { PlannedChange } from '../../domain/plan';
import type { ChangeResult, RunRef } from '../../domain/pool-run';

/** Whose plan of which run. */
export interface PlanOfHost {
  readonly run: RunRef;
  readonly host: HostUuid | null;
}

/** What a worker gives its activities. */
export interface ActivityDependencies {
  /** The pool's settings by its configured name. Throws UnknownPool. */
  readonly pool: (name: string) => Promise<PoolConfig>;
  readonly runScript: (target: SshTarget, run: ScriptRun) => Promise<ScriptResult>;
  /** Results of earlier runs, from Temporal's history. Throw RunNotFound. */
  readonly readHostRun: (run: RunRef) => Promise<HostRunRecord>;
  readonly readPoolRun: (run: RunRef) => Promise<ChangeResult>;
  /** What an earlier run planned for one host, or for the objects that belong to none (null); null for nothing. */
  readonly readPlan: (input: PlanOfHost) => Promise<PlannedChange | null>;
  /** What the newest finished audit of a schedule found; null where there is none. */
  readonly readLastAudit: (input: { readonly schedule: string }) => Promise<AuditFindings | null>;
}
