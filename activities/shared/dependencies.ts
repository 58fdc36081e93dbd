import type { ScriptResult, ScriptRun } from '../../ssh/script';
import type { SshSettings, SshTarget } from '../../ssh/target';
import type { HostRunRecord } from '../../domain/host-run';
import type { ChangeResult, RunRef } from '../../domain/pool-run';

/** How a worker reaches the hosts of one pool. */
export interface PoolAccess {
  /** `[user@]address` of any members. */
  readonly hosts: readonly string[];
  readonly ssh: SshSettings;
}

/** What a worker gives its activities. */
export interface ActivityDependencies {
  /** The pool's settings by its configured name. Throws UnknownPool. */
  readonly pool: (name: string) => Promise<PoolAccess>;
  readonly runScript: (target: SshTarget, run: ScriptRun) => Promise<ScriptResult>;
  /** Results of earlier runs, from Temporal's history. Throw RunNotFound. */
  readonly readHostRun: (run: RunRef) => Promise<HostRunRecord>;
  readonly readPoolRun: (run: RunRef) => Promise<ChangeResult>;
}
