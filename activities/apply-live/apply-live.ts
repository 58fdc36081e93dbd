import path from 'node:path';
import { limits } from '../../domain/limits';
import { applyLines } from '../../domain/live';
import type { LivePlan } from '../../domain/plan';
import type { ActivityDependencies } from '../shared/dependencies';
import { runFeatureScript, type FeaturesRead } from '../shared/feature-script';
import { hostScript } from '../shared/host-script';
import type { HostStepInput } from '../shared/host-step';

const script = hostScript(path.join(__dirname, 'apply-live.sh'), 'features');

export interface ApplyLiveInput extends HostStepInput {
  readonly live: readonly LivePlan[];
}

/**
 * Sets every planned mode with `ethtool -K`, one call a mode, and returns the re-read. Whether it worked is for the
 * re-read to say, never for an exit code. Throws DeadManFired where the host took an earlier attempt back.
 */
export async function applyLive(
  dependencies: ActivityDependencies,
  { pool, host, run: runId, live }: ApplyLiveInput,
  signal: AbortSignal,
): Promise<FeaturesRead> {
  const run = { script, args: [host.uuid, runId], input: applyLines(live), timeoutSeconds: limits.changeScriptSeconds };
  return runFeatureScript(dependencies, pool, host, run, signal);
}
