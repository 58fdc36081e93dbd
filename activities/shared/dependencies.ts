import type { ScriptResult, ScriptRun } from '../../ssh/script';
import type { PoolConfig } from '../../config/pool-config';
import type { SshTarget } from '../../ssh/target';
import type { HostRunRecord } from '../../domain/host-run';
import type { AuditFindings } from '../../domain/drift';
import type { ChangeResult, RunRef } from '../../domain/pool-run';

/** What a worker gives its activities. */
export interface ActivityDependencies {
  /** The pool's settings by its configured name. Throws UnknownPool. */
  readonly pool: (name: string) => Promise<PoolConfig>;
  readonly runScript: (target: SshTarget, run: ScriptRun) => Promise<ScriptResult>;
  /** Results of earlier runs, from Temporal's history. Throw RunNotFound. */
  readonly readHostRun: (run: RunRef) => Promise<HostRunRecord>;
  readonly readPoolRun: (run: RunRef) => Promise<ChangeResult>;
  /** What the newest finished audit of a schedule found; null where there is none. */
  readonly readLastAudit: (input: { readonly schedule: string }) => Promise<AuditFindings | null>;
}
