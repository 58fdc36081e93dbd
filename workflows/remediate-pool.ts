import { CancellationScope } from '@temporalio/workflow';
import type { PoolInventory } from '../domain/inventory';
import { isEmptyPlan, planPoolSlice } from '../domain/plan';
import { desiredState } from '../domain/policy';
import type { ChangeResult, HostEnd, RemediateInput, SliceEnd } from '../domain/pool-run';
import type { HostRef } from '../domain/run';
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
import { plan, type PlannedHost } from './phases/plan';
import { changePoolSlice } from './phases/pool-slice';
import { failures, runWaves, type ChangeOne } from './phases/waves';
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
    await detect(input.pool, inspected, input.captureSeconds);
    progress.enter('plan');
    const planned = plan(input, inspected, progress);
    const ends = await changeHosts(input, inventory, [...unseen(inspected), ...unchanged(planned)], planned, progress);
    const slice = await changeSlice(input, inventory, ends, progress);
    return changeResult('remediate', ends, slice, isCancelled(), progress);
  } catch (error) {
    throw workflowFailure(errorFacts(error));
  }
}

const isCancelled = (): boolean => CancellationScope.current().consideredCancelled;

const hostRef = ({ slice: { host } }: InspectedHost): HostRef => ({
  uuid: host.uuid,
  name: host.name,
  address: host.address,
});

/** Hosts that could not be looked at failed before anything was changed. */
const unseen = (inspected: readonly InspectedHost[]): readonly HostEnd[] =>
  inspected
    .filter(({ error }) => error !== null)
    .map((host) => ({ host: hostRef(host), outcome: 'failed' as const, error: host.error, run: null }));

/** Hosts that are as the policy wants them are not touched, not even by SSH. */
const unchanged = (planned: readonly PlannedHost[]): readonly HostEnd[] =>
  planned
    .filter((host) => isEmptyPlan(host.plan))
    .map((host) => ({ host: hostRef(host), outcome: 'nothing-to-do' as const, error: null, run: null }));

async function changeHosts(
  { pool, poolRef, waves: settings }: RemediateInput,
  inventory: PoolInventory,
  before: readonly HostEnd[],
  planned: readonly PlannedHost[],
  progress: RunProgress,
): Promise<readonly HostEnd[]> {
  const toChange = new Map(
    planned.filter((host) => !isEmptyPlan(host.plan)).map((host) => [host.slice.host.uuid, host]),
  );
  const order = planWaves([...toChange.keys()], poolRef.coordinator.uuid, settings, inventory.pool.haEnabled);
  const changeOne: ChangeOne = (host) => {
    const { live = [], stored = [] } = toChange.get(host.uuid)?.plan ?? {};
    const { confirmSeconds } = settings;
    return runHostChild(hostId(poolRef.uuid, host.uuid), host, {
      workflow: 'remediateHost',
      input: { pool, host, coordinator: poolRef.coordinator, live, stored, confirmSeconds },
    });
  };
  const first = order.canary === null ? undefined : toChange.get(order.canary);
  const limits = { maxFailures: settings.maxFailures, isCancelled };
  const mayStart = first !== undefined && failures(before) <= settings.maxFailures;
  const canaryEnds = mayStart
    ? [await canary(pool, first, hostRef(first), settings.soakSeconds, changeOne, progress)]
    : [];
  progress.enter('waves');
  const refs = (uuids: readonly string[]): HostRef[] =>
    [...toChange.values()].filter((host) => uuids.includes(host.slice.host.uuid)).map(hostRef);
  const waves = [...(first === undefined || mayStart ? [] : [[hostRef(first)]]), ...order.waves.map(refs)];
  return runWaves(waves, changeOne, [...before, ...canaryEnds], limits, progress);
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
