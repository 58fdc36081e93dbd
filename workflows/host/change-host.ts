import { CancellationScope, log } from '@temporalio/workflow';
import type { HostRunRecord } from '../../domain/host-run';
import { goneDevices } from '../../domain/live';
import type { HostOutcome } from '../../domain/outcome';
import { addCosts, type Cost } from '../../domain/run';
import { reading } from '../activity-proxies';
import { contactErrors } from '../failure';
import type { HostChange } from './step';
import { hostSteps, isHolding, isLeft, onHost } from './steps';
import { walkSteps, type WalkEnd } from './walk-steps';

/** Carries out the change of one host, or takes it back whole, and says which. Never throws. */
export async function changeHost(change: HostChange): Promise<HostRunRecord> {
  const end = await walkSteps(hostSteps, change);
  const releaseCosts = end.error === null ? await release(change) : [];
  const { facts } = end;
  const devices = change.live.map((plan) => plan.device);
  return {
    host: change.host,
    outcome: hostOutcome(end),
    error: end.error === null ? null : (facts.undoErrors[0] ?? end.error),
    live: change.live,
    stored: change.stored,
    before: facts.before,
    after: facts.now,
    stillDifferent: {
      live: end.error === null ? [] : facts.liveDifferent,
      stored: facts.storedDifferent,
    },
    moved: facts.now === null ? [] : goneDevices(devices, facts.now),
    cost: addCosts([...facts.costs, ...releaseCosts]),
  };
}

/** Gives the lock back. A host that cannot be reached just now keeps it until it expires; the change stands. */
async function release(change: HostChange): Promise<readonly Cost[]> {
  if (!isHolding(change)) return [];
  const { host } = onHost(change);
  const { takesBack } = change;
  const closed =
    takesBack === null ? [] : [change.run, ...(takesBack.isWhole ? [takesBack.run, ...takesBack.earlier] : [])];
  const input = { ...onHost(change), closed };
  try {
    return [
      (await CancellationScope.nonCancellable(() => reading(`${host.name}: release the lock`).releaseHost(input))).cost,
    ];
  } catch {
    log.warn('lock not released; it expires by itself', { host: host.name });
    return [];
  }
}

function hostOutcome({ facts, error, failedAt }: WalkEnd): HostOutcome {
  if (error === null) return 'done';
  if (error.type === 'HostLocked') return 'refused';
  const nothingWasChanged = failedAt === 'hold';
  const [undoError] = facts.undoErrors;
  if (undoError !== undefined) {
    if (nothingWasChanged) return 'failed';
    return contactErrors.includes(undoError.type) ? 'lost' : 'stuck';
  }
  if (isLeft(facts)) return 'stuck';
  return nothingWasChanged ? 'failed' : 'rolled-back';
}
