import path from 'node:path';
import { limits } from '../../domain/limits';
import { oneExecution, type Cost } from '../../domain/run';
import type { ActivityDependencies } from '../shared/dependencies';
import { hostScript } from '../shared/host-script';
import type { HostStepInput } from '../shared/host-step';
import { runOnHost } from '../shared/run-on-host';

const script = hostScript(path.join(__dirname, 'release-host.sh'));

export interface ReleaseHostInput extends HostStepInput {
  /** Runs of which nothing is left to take back on this host. */
  readonly closed: readonly string[];
}

/** Disarms what is left of the dead man's switch, closes journals and gives the host's lock back. */
export async function releaseHost(
  dependencies: ActivityDependencies,
  { pool, host, run, closed }: ReleaseHostInput,
  signal: AbortSignal,
): Promise<{ readonly cost: Cost }> {
  const release = { script, args: [host.uuid, run, ...closed], timeoutSeconds: limits.readScriptSeconds };
  await runOnHost(dependencies, pool, host, release, signal);
  return { cost: oneExecution };
}
