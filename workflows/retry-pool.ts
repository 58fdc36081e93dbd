import { hostRef, hostSlice, type PoolInventory } from '../domain/inventory';
import { isEmptyPlan, type PlannedChange } from '../domain/plan';
import { planLine } from '../domain/plan-summary';
import { isFinished } from '../domain/outcome';
import type { ChangeResult, HostEnd, EarlierRunInput, RetryInput } from '../domain/pool-run';
import { selectSlice } from '../domain/select';
import { hasWork, isHalfWay, isUnfinished, leftToDo, whyNotAgain } from '../domain/unfinished';
import { reading } from './activity-proxies';
import { controlledChange } from './controlled-change';
import { changeHostOf, changePool } from './phases/change-pool';
import { discover } from './phases/discover';
import { inspect } from './phases/inspect';
import type { CapturePlan } from './phases/recapture';
import type { PlannedHost } from './phases/plan';
import { takeHostBack } from './phases/take-back';
import type { ChangeOne } from './phases/waves';
import type { RunControl } from './run-control';
import { RunPlans } from './run-plans';
import type { RunProgress } from './run-progress';

/** Carries out what an earlier run planned, on the hosts that it did not bring to their end. */
export async function retryPool(input: RetryInput): Promise<ChangeResult> {
  const plans = new RunPlans();
  return controlledChange(`Retry on ${input.poolRef.name}`, { canUndoFinished: true }, (control, progress) =>
    retry(input, plans, control, progress),
  );
}

async function retry(
  input: RetryInput,
  plans: RunPlans,
  control: RunControl,
  progress: RunProgress,
): Promise<ChangeResult> {
  const { pool, poolRef, run, waves } = input;
  const inventory = await discover(input);
  const earlier = await reading('read the run to finish').readPoolRun(run);
  const earlierEnds = new Map(earlier.hosts.map((end) => [end.host.uuid, end]));
  progress.enter('plan');
  const hosts = await unfinishedHosts(input, inventory, earlierEnds);
  const planned = hosts.flatMap(({ plan, ...host }) => (plan === null ? [] : [{ ...host, plan }]));
  const capture = await captureForProofs(input, inventory, planned, progress);
  for (const { host, plan } of planned) {
    plans.keep(host.uuid, plan);
    progress.host(host.name, 'waiting', planLine(plan));
  }
  const ended = hosts.filter(({ host, plan }) => plan === null && earlierEnds.has(host.uuid)).map(notPlanned);
  const slice = await unfinishedSlice(input, earlier);
  plans.keep(null, { live: [], stored: slice, proofs: [] });
  const { haEnabled } = inventory.pool;
  const change = {
    ...{ command: 'retry' as const, pool, poolRef, waves, haEnabled, needsApproval: false, capture },
    ...{ route: null, ended, planned, slice },
  };
  const changeOne: ChangeOne<PlannedHost> = async (target) => {
    const left = earlierEnds.get(target.host.uuid);
    if (left === undefined || !isHalfWay(left)) return changeHostOf(change)(target);
    const back = await takeHostBack(change, left, progress);
    if (back.outcome !== 'rolled-back') return back;
    return isEmptyPlan(target.plan) ? { ...back, error: whyNotAgain(left) } : changeHostOf(change)(target);
  };
  return changePool(change, control, progress, changeOne);
}

interface UnfinishedHost extends Omit<PlannedHost, 'plan'> {
  /** Null where the earlier run planned nothing. */
  readonly plan: PlannedChange | null;
}

async function unfinishedHosts(
  { run }: EarlierRunInput,
  inventory: PoolInventory,
  ends: ReadonlyMap<string, HostEnd>,
): Promise<readonly UnfinishedHost[]> {
  const unfinished = inventory.hosts.filter(({ uuid }) => {
    const end = ends.get(uuid);
    return end === undefined || isUnfinished(end);
  });
  const hosts = await Promise.all(
    unfinished.map(async (host) => {
      const planned = await reading(`what was planned for ${host.name}`).readPlan({ run, host: host.uuid });
      const plan = planned === null ? null : leftToDo(planned, ends.get(host.uuid));
      return {
        host: hostRef(host),
        slice: selectSlice(inventory, host, { only: [], exclude: [] }),
        detection: null,
        plan,
      };
    }),
  );
  return hosts.filter(({ host: { uuid }, plan }) => plan === null || hasWork(plan, ends.get(uuid)));
}

/** Where packets proved a plan, whoever heard them is looked at, so that the change can be judged by what they hear then. */
async function captureForProofs(
  { pool, captureSeconds: seconds }: RetryInput,
  inventory: PoolInventory,
  planned: readonly PlannedHost[],
  progress: RunProgress,
): Promise<CapturePlan | null> {
  if (seconds === 0 || !planned.some(({ plan }) => plan.proofs.length > 0)) return null;
  const slices = inventory.hosts.map((host) => hostSlice(inventory, host));
  return { seconds, hosts: await inspect(pool, slices, progress) };
}

async function unfinishedSlice({ run }: EarlierRunInput, { slice }: ChangeResult): Promise<PlannedChange['stored']> {
  if (slice !== null && isFinished(slice.outcome)) return [];
  const plan = await reading('what was planned for VIFs of halted VMs').readPlan({ run, host: null });
  return plan?.stored ?? [];
}

const notPlanned = ({ host }: UnfinishedHost): HostEnd => ({
  host,
  outcome: 'failed',
  error: { type: 'NotPlanned', message: 'the run to finish planned nothing for it', host: host.name },
  run: null,
});
