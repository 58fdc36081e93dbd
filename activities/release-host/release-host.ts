import path from 'node:path';
import { limits } from '../../domain/limits';
import { oneExecution, type Cost } from '../../domain/run';
import type { ActivityDependencies } from '../shared/dependencies';
import { hostScript } from '../shared/host-script';
import type { HostStepInput } from '../shared/host-step';
import { runOnHost } from '../shared/run-on-host';

const script = hostScript(path.join(__dirname, 'release-host.sh'));

/** Disarms what is left of the dead man's switch and gives the host's lock back. */
export async function releaseHost(
  dependencies: ActivityDependencies,
  { pool, host, run }: HostStepInput,
  signal: AbortSignal,
): Promise<{ readonly cost: Cost }> {
  const release = { script, args: [host.uuid, run], timeoutSeconds: limits.readScriptSeconds };
  await runOnHost(dependencies, pool, host, release, signal);
  return { cost: oneExecution };
}
