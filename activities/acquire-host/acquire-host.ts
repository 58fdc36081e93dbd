import path from 'node:path';
import { limits } from '../../domain/limits';
import type { ActivityDependencies } from '../shared/dependencies';
import { runFeatureScript, type FeaturesRead } from '../shared/feature-script';
import { hostScript } from '../shared/host-script';
import type { HostStepInput } from '../shared/host-step';

const script = hostScript(path.join(__dirname, 'acquire-host.sh'), 'features');
const restoreScript = hostScript(path.join(__dirname, '../restore-live/restore-live.sh'), 'features');

export interface AcquireHostInput extends HostStepInput {
  readonly devices: readonly string[];
  readonly confirmSeconds: number;
}

/**
 * Takes the host's lock, keeps every feature of the devices on the host and returns them, and arms the dead man's
 * switch. A second attempt returns the first before-state. Throws HostLocked where another run holds the lock.
 */
export async function acquireHost(
  dependencies: ActivityDependencies,
  { pool, host, run, devices, confirmSeconds }: AcquireHostInput,
  signal: AbortSignal,
): Promise<FeaturesRead> {
  const restoreBytes = Buffer.byteLength(restoreScript.text);
  const args = [host.uuid, run, confirmSeconds, limits.lockSeconds, restoreBytes].map(String);
  const input = `${restoreScript.text}${devices.join('\n')}\n`;
  const acquire = { script, args, input, timeoutSeconds: limits.changeScriptSeconds };
  return runFeatureScript(dependencies, pool, host, acquire, signal);
}
