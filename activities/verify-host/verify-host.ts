import path from 'node:path';
import { limits } from '../../domain/limits';
import type { ActivityDependencies } from '../shared/dependencies';
import { runFeatureScript, type FeaturesRead } from '../shared/feature-script';
import { hostScript } from '../shared/host-script';
import type { HostStepInput } from '../shared/host-step';

const script = hostScript(path.join(__dirname, 'verify-host.sh'), 'features');

export interface VerifyHostInput extends HostStepInput {
  readonly devices: readonly string[];
}

/** Reads the features of the devices once more, after everything. */
export async function verifyHost(
  dependencies: ActivityDependencies,
  { pool, host, devices }: VerifyHostInput,
  signal: AbortSignal,
): Promise<FeaturesRead> {
  const run = { script, args: [host.uuid], input: devices.join('\n'), timeoutSeconds: limits.readScriptSeconds };
  return runFeatureScript(dependencies, pool, host, run, signal);
}
