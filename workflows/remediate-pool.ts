import { planPoolSlice } from '../domain/plan';
import { desiredState } from '../domain/policy';
import type { ChangeResult, RemediateInput } from '../domain/pool-run';
import { selectHosts, selectPoolSlice, selectSlice } from '../domain/select';
import { controlledChange } from './controlled-change';
import { changePool } from './phases/change-pool';
import { detect } from './phases/detect';
import { discover } from './phases/discover';
import { inspect } from './phases/inspect';
import { judge } from './phases/judge';
import { chooseRoute } from './phases/measure';
import { plan } from './phases/plan';
import type { RunControl } from './run-control';
import { RunPlans } from './run-plans';
import type { RunProgress } from './run-progress';

/** Finds out what differs from the policy and changes it: canary first, then in waves, the coordinator last. */
export async function remediatePool(input: RemediateInput): Promise<ChangeResult> {
  const plans = new RunPlans();
  return controlledChange(`Remediation of ${input.poolRef.name}`, { canUndoFinished: true }, (control, progress) =>
    remediate(input, plans, control, progress),
  );
}

async function remediate(
  input: RemediateInput,
  plans: RunPlans,
  control: RunControl,
  progress: RunProgress,
): Promise<ChangeResult> {
  const { pool, poolRef, selection, policy, scope, waves, needsApproval, captureSeconds } = input;
  const inventory = await discover(input);
  const route = chooseRoute(input, inventory);
  progress.enter('inspect');
  const slices = selectHosts(inventory, selection).map((host) => selectSlice(inventory, host, selection));
  const inspected = await inspect(pool, slices, progress);
  progress.enter('detect');
  const detected = await detect(pool, inspected, captureSeconds);
  progress.enter('plan');
  const { toChange, ended } = plan(input, detected, judge(inventory, detected), plans, progress);
  const slice = planPoolSlice(selectPoolSlice(inventory, selection), desiredState(policy), scope);
  plans.keep(null, { live: [], stored: slice, proofs: [] });
  const isAnythingPlanned = slice.length > 0 || toChange.length > 0;
  if (needsApproval && isAnythingPlanned) await control.awaitApproval();
  const { haEnabled } = inventory.pool;
  const capture = captureSeconds === 0 ? null : { seconds: captureSeconds, hosts: inspected };
  const change = {
    ...{ command: 'remediate' as const, pool, poolRef, waves, haEnabled, needsApproval, capture },
    route: isAnythingPlanned ? route : null,
    ended,
    planned: toChange,
    slice,
  };
  return changePool(change, control, progress);
}
