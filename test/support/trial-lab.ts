import { setImmediate } from 'node:timers/promises';
import { startRemediation, unwrap } from '../../client/start-run';
import type { ChangeResult, RemediateInput, RunRef } from '../../domain/pool-run';
import type { Phase } from '../../domain/progress';
import type { WaveSettings } from '../../domain/waves';
import { progressQuery } from '../../workflows/messages';
import { quickWaves, type Lab } from './lab';

/** What changes every NIC that may be to blame, and listens again. */
export const trial: Partial<RemediateInput> = { captureSeconds: 1, policy: { kind: 'evidence', trial: true } };

/** Damage that tx off cures. */
export const damagedBySender = ({ simulator }: Lab, device: string): void => {
  simulator.faults.add({ kind: 'transmit-damaged', host: 'sim-02', device });
};

/** Damage that no mode of its sender cures. */
export const damagedByReceiver = ({ simulator }: Lab, device: string): void => {
  simulator.faults.add({ kind: 'receive-damaged', host: 'sim-01', device });
};

type Started = Awaited<ReturnType<typeof startRemediation>>;

export const reaches = async (run: Started, phase: Phase): Promise<void> => {
  while (![phase, 'done'].includes((await run.query(progressQuery)).phase)) await setImmediate();
};

/** Starts a run on trial, and acts on it in the canary's soak. */
export async function inSoak(
  lab: Lab,
  waves: Partial<WaveSettings>,
  act: (run: Started) => unknown,
): Promise<ChangeResult & { readonly run: RunRef }> {
  const run = await startRemediation(lab.session, await lab.input({ ...trial, waves: { ...quickWaves, ...waves } }));
  await reaches(run, 'soak');
  await act(run);
  const result = await unwrap(run.result());
  return { ...result, run: { workflowId: run.workflowId, runId: run.firstExecutionRunId } };
}
