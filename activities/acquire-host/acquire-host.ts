import path from 'node:path';
import { limits } from '../../domain/limits';
import type { StoredPlan } from '../../domain/stored';
import type { ActivityDependencies } from '../shared/dependencies';
import { runFeatureScript, type FeaturesRead } from '../shared/feature-script';
import { hostScript } from '../shared/host-script';
import type { HostStepInput } from '../shared/host-step';

const script = hostScript(path.join(__dirname, 'acquire-host.sh'), 'features');
const restoreScript = hostScript(path.join(__dirname, '../restore-live/restore-live.sh'), 'features');

export interface AcquireHostInput extends HostStepInput {
  /** The pool's run that this change is a part of. */
  readonly poolRun: string;
  /** Whether it is the change of objects that belong to no host, on the coordinator. */
  readonly isSlice: boolean;
  readonly devices: readonly string[];
  readonly stored: readonly StoredPlan[];
  readonly confirmSeconds: number;
  /** A run that has ended, and may have left its lock: it is taken over. */
  readonly endedRun: string | null;
}

/**
 * Takes the host's lock, keeps every feature of the devices, and what the change is to store, on the host, returns the
 * features, and arms the dead man's switch where there are devices. A second attempt returns the first before-state.
 * Throws HostLocked where another run holds the lock.
 */
export async function acquireHost(
  dependencies: ActivityDependencies,
  { pool, host, run, poolRun, isSlice, devices, stored, confirmSeconds, endedRun }: AcquireHostInput,
  signal: AbortSignal,
): Promise<FeaturesRead> {
  const plans = JSON.stringify(stored);
  const args = [
    ...[host.uuid, run, poolRun, confirmSeconds, limits.lockSeconds + confirmSeconds, limits.hostJournals],
    ...[isSlice ? 'slice' : 'host', Buffer.byteLength(restoreScript.text), Buffer.byteLength(plans)],
    endedRun ?? '',
  ].map(String);
  const input = `${restoreScript.text}${plans}${devices.join('\n')}\n`;
  const acquire = { script, args, input, timeoutSeconds: limits.changeScriptSeconds };
  return runFeatureScript(dependencies, pool, host, acquire, signal);
}
