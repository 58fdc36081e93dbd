import path from 'node:path';
import { OffloadError } from '../../domain/errors';
import { limits } from '../../domain/limits';
import { oneExecution, type Cost } from '../../domain/run';
import { onlySection, parseSections } from '../../parse/sections';
import type { ActivityDependencies } from '../shared/dependencies';
import { hostScript } from '../shared/host-script';
import type { HostStepInput } from '../shared/host-step';
import { runOnHost } from '../shared/run-on-host';

const script = hostScript(path.join(__dirname, 'confirm-host.sh'));

/**
 * Proves over a new connection that the host can still be reached, and disarms the dead man's switch. Throws
 * DeadManFired where the host took the change back first.
 */
export async function confirmHost(
  dependencies: ActivityDependencies,
  { pool, host, run }: HostStepInput,
  signal: AbortSignal,
): Promise<{ readonly cost: Cost }> {
  const confirm = { script, args: [host.uuid, run], timeoutSeconds: limits.readScriptSeconds, newConnection: true };
  const output = await runOnHost(dependencies, pool, host, confirm, signal);
  if (onlySection(parseSections(output), 'switch').text.trim() === 'disarmed') {
    return { cost: oneExecution };
  }
  throw new OffloadError({
    type: 'DeadManFired',
    message: 'the change was not confirmed in time; the host took it back by itself',
    host: host.name,
    step: script.name,
  });
}
