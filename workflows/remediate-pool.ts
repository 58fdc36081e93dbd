import type { HostUuid } from '../domain/ids';
import type { PoolInventory } from '../domain/inventory';
import { isEmptyPlan, planPoolSlice } from '../domain/plan';
import { desiredState } from '../domain/policy';
import type { ChangeResult, HostEnd, RemediateInput, SliceEnd } from '../domain/pool-run';
import { selectHosts, selectPoolSlice, selectSlice } from '../domain/select';
import { planWaves } from '../domain/waves';
import { hostId } from '../domain/workflow-ids';
import { errorFacts, workflowFailure } from './failure';
import { changeResult } from './phases/change-result';
import { canary } from './phases/canary';
import { detect } from './phases/detect';
import { discover } from './phases/discover';
import { runHostChild } from './phases/host-child';
import { inspect, type InspectedHost } from './phases/inspect';
import { judge } from './phases/judge';
import { plan, type PlannedHost } from './phases/plan';
import { changePoolSlice } from './phases/pool-slice';
import { failures, isCancelled, runWaves, type ChangeOne } from './phases/waves';
import { RunProgress } from './run-progress';

/** Finds out what differs from the policy and changes it: canary first, then in waves, the coordinator last. */
export async function remediatePool(input: RemediateInput): Promise<ChangeResult> {
  const progress = new RunProgress(`Remediation of ${input.poolRef.name}`);
  try {
    const inventory = await discover(input);
    progress.enter('inspect');
    const slices = selectHosts(inventory, input.selection).map((host) => selectSlice(inventory, host, input.selection));
    const inspected = await inspect(input.pool, slices, progress);
    progress.enter('detect');
    const detected = await detect(input.pool, inspected, input.captureSeconds);
    progress.enter('plan');
    const planned = plan(input, inspected, judge(inventory, detected), progress);
    const ends = await changeHosts(input, inventory, [...unseen(inspected), ...unchanged(planned)], planned, progress);
    const slice = await changeSlice(input, inventory, ends, progress);
    return changeResult('remediate', ends, slice, isCancelled(), progress);
  } catch (error) {
    throw workflowFailure(errorFacts(error));
  }
}

/** Hosts that could not be looked at failed before anything was changed. */
const unseen = (inspected: readonly InspectedHost[]): readonly HostEnd[] =>
  inspected
    .filter(({ error }) => error !== null)
    .map(({ host, error }) => ({ host, outcome: 'failed' as const, error, run: null }));

/** Hosts that are as the policy wants them are not touched, not even by SSH. */
const unchanged = (planned: readonly PlannedHost[]): readonly HostEnd[] =>
  planned
    .filter(({ plan: found }) => isEmptyPlan(found))
    .map(({ host }) => ({ host, outcome: 'nothing-to-do' as const, error: null, run: null }));

async function changeHosts(
  { pool, poolRef, waves: settings }: RemediateInput,
  inventory: PoolInventory,
  before: readonly HostEnd[],
  planned: readonly PlannedHost[],
  progress: RunProgress,
): Promise<readonly HostEnd[]> {
  const toChange = new Map(
    planned.filter(({ plan: found }) => !isEmptyPlan(found)).map((target) => [target.host.uuid, target]),
  );
  const targets = (uuids: readonly HostUuid[]): PlannedHost[] => uuids.flatMap((uuid) => toChange.get(uuid) ?? []);
  const order = planWaves([...toChange.keys()], poolRef.coordinator.uuid, settings, inventory.pool.haEnabled);
  const changeOne: ChangeOne<PlannedHost> = ({ host, plan: { live, stored } }) =>
    runHostChild(hostId(poolRef.uuid, host.uuid), host, {
      workflow: 'remediateHost',
      input: { pool, host, coordinator: poolRef.coordinator, live, stored, confirmSeconds: settings.confirmSeconds },
    });
  const first = order.canary === null ? undefined : toChange.get(order.canary);
  const mayStart = failures(before) <= settings.maxFailures;
  const canaryEnds =
    first !== undefined && mayStart ? [await canary(pool, first, settings.soakSeconds, changeOne, progress)] : [];
  progress.enter('waves');
  const waves = [...(first === undefined || mayStart ? [] : [[first]]), ...order.waves.map(targets)];
  return runWaves(waves, changeOne, [...before, ...canaryEnds], settings.maxFailures, progress);
}

async function changeSlice(
  { pool, poolRef, policy, scope, selection, waves }: RemediateInput,
  inventory: PoolInventory,
  ends: readonly HostEnd[],
  progress: RunProgress,
): Promise<SliceEnd | null> {
  const stored = planPoolSlice(selectPoolSlice(inventory, selection), desiredState(policy), scope);
  if (stored.length === 0) return null;
  if (isCancelled() || failures(ends) > waves.maxFailures) return { outcome: 'not-started', error: null, run: null };
  const { confirmSeconds } = waves;
  const input = { pool, host: null, coordinator: poolRef.coordinator, live: [], stored, confirmSeconds };
  return changePoolSlice(poolRef, { workflow: 'remediateHost', input }, progress);
}
