import { OffloadError } from '../../domain/errors';
import type { HostAddress } from '../../domain/run';
import type { HostScript, ScriptRun } from '../../ssh/script';
import type { ActivityDependencies } from './dependencies';
import { scriptError } from './script-error';

export type HostScriptRun = Omit<ScriptRun, 'script' | 'signal'> & { readonly script: HostScript };

/**
 * Runs a script on one host of a pool and returns its standard output. Throws OffloadError, which names the host
 * as the pool does, for everything but exit code 0.
 */
export async function runOnHost(
  dependencies: ActivityDependencies,
  pool: string,
  host: HostAddress,
  run: HostScriptRun,
  signal: AbortSignal,
): Promise<string> {
  const { ssh } = await dependencies.pool(pool);
  try {
    const result = await dependencies.runScript({ address: host.address, settings: ssh }, { ...run, signal });
    if (result.exitCode !== 0) throw scriptError(result, host.name, run.script.name);
    return result.stdout;
  } catch (error) {
    throw error instanceof OffloadError
      ? new OffloadError({ ...error.details, host: host.name, step: run.script.name }, { cause: error })
      : error;
  }
}
