import path from 'node:path';
import type { PackedFeatures } from '../../domain/features';
import { limits } from '../../domain/limits';
import { restoreLines } from '../../domain/live';
import type { ActivityDependencies } from '../shared/dependencies';
import { runFeatureScript, type FeaturesRead } from '../shared/feature-script';
import { hostScript } from '../shared/host-script';
import type { HostStepInput } from '../shared/host-step';

const script = hostScript(path.join(__dirname, 'restore-live.sh'), 'features');

export interface RestoreLiveInput extends HostStepInput {
  /** Features to put back, with the values they had. */
  readonly target: PackedFeatures;
}

/** Puts features back by their kernel names and returns the re-read; what still differs is for the caller to say. */
export async function restoreLive(
  dependencies: ActivityDependencies,
  { pool, host, target }: RestoreLiveInput,
  signal: AbortSignal,
): Promise<FeaturesRead> {
  const run = { script, input: restoreLines(target), timeoutSeconds: limits.changeScriptSeconds };
  return runFeatureScript(dependencies, pool, host, run, signal);
}
