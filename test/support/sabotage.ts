import { createActivities } from '../../activities/create-activities';
import type { ActivityDependencies } from '../../activities/shared/dependencies';
import { OffloadError } from '../../domain/errors';
import { SshPool } from '../../ssh/ssh-pool';
import type { ScriptRun } from '../../ssh/script';
import { runWorker, type RunningWorker } from '../../worker/run-worker';
import type { WorkerSettings } from '../../worker/start-worker';
import { runRecords } from '../../worker/run-records';

/** What is done to the scripts of a run from its first hold on. */
export interface Sabotage {
  /** Whether a script fails for good, and whether it does its work first. Counted from 1, by name. */
  readonly fails?: (script: string, occurrence: number) => 'before' | 'after' | null;
  /** Runs every script twice in a row, and calls this in between and afterwards. */
  readonly twice?: { readonly between: (script: string) => void; readonly afterwards: (script: string) => void };
}

/** A worker whose scripts on hosts can be made to fail, or to run twice; everything else of it is real. */
export class SabotagedWorker {
  private sabotage: Sabotage = {};
  private isHeld = false;
  private readonly seen = new Map<string, number>();
  private readonly ssh = new SshPool();
  /** Names of the scripts that failed. */
  readonly struck: string[] = [];

  /** For `Lab.start`. */
  readonly start = ({ pool, ...queue }: WorkerSettings): Promise<RunningWorker> =>
    runWorker(queue, createActivities({ pool, runScript: this.runScript, ...runRecords }), () => this.ssh.close());

  /** From the next hold on. */
  use(sabotage: Sabotage): void {
    this.sabotage = sabotage;
    this.isHeld = false;
    this.seen.clear();
    this.struck.length = 0;
  }

  private readonly runScript: ActivityDependencies['runScript'] = async (target, run) => {
    const { name } = run.script;
    this.isHeld ||= name === 'acquire-host';
    if (!this.isHeld) return this.ssh.run(target, run);
    const occurrence = (this.seen.get(name) ?? 0) + 1;
    this.seen.set(name, occurrence);
    const failing = this.sabotage.fails?.(name, occurrence) ?? null;
    if (failing === 'before') throw this.failure(run);
    let result = await this.ssh.run(target, run);
    if (this.sabotage.twice !== undefined) {
      this.sabotage.twice.between(name);
      result = await this.ssh.run(target, run);
      this.sabotage.twice.afterwards(name);
    }
    if (failing === 'after') throw this.failure(run);
    return result;
  };

  private failure({ script }: ScriptRun): OffloadError {
    this.struck.push(script.name);
    return new OffloadError({ type: 'ScriptFailed', message: `${script.name} was made to fail` });
  }
}
