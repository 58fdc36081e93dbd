import type { Client } from '@temporalio/client';
import type { PackedFeatures } from '../../domain/features';
import type { HostRunRecord } from '../../domain/host-run';
import type { ChangeResult, HostEnd, RemediateInput, RunRef, SliceEnd } from '../../domain/pool-run';
import type { Report } from '../../domain/report';
import { addCosts, type PoolRef } from '../../domain/run';
import { measurementCost } from '../../domain/throughput';
import type { Selection } from '../../domain/selection';
import { canRetry } from '../../domain/unfinished';
import type { Proof } from '../../domain/proof';
import { afterAll, effectOn, hostReport, poolSeen, recordChanges, reportError, type PoolSeen } from './host-reports';
import { plannedFor } from './planned-for';
import { readHistory, type RunHistory } from './read-history';
import { storedFindings } from './stored-findings';

const everything: Selection = { only: [], exclude: [] };

/** The report of a finished remediation or rollback: its result, its history, and the records of its hosts. */
export async function changeReport(client: Client, run: RunRef, result: ChangeResult, url: string): Promise<Report> {
  const history = await readHistory<Pick<RemediateInput, 'poolRef'> & Partial<RemediateInput>>(client, run);
  const { input } = history;
  const records = new Map(
    await Promise.all(result.hosts.map(async (end) => [end.host.uuid, await readRecords(client, end)] as const)),
  );
  const slice = result.slice === null ? noRecords : await readRecords(client, result.slice);
  const pool = poolSeen(history, input?.selection ?? everything);
  const hosts = result.hosts.map((end) =>
    hostReport(
      {
        host: end.host,
        outcome: end.outcome,
        error: end.error,
        canRetry: result.command !== 'rollback' && canRetry(end, records.get(end.host.uuid)?.record ?? null),
        ...(records.get(end.host.uuid) ?? noRecords),
        planned: [],
        proofs: proofsFor(end, input, pool),
        cures: end.cures ?? [],
      },
      pool,
    ),
  );
  const all = [...records.values(), slice].flatMap(({ record, takenBack }) => [record, ...takenBack]);
  const poolChanges =
    slice.record === null || result.slice === null ? [] : recordChanges(slice.record, result.slice.outcome);
  const throughput = result.throughput ?? null;
  const measurementCosts = throughput === null ? [] : [throughput.before, throughput.after].map(measurementCost);
  const costs = addCosts([...all.flatMap((record) => record?.cost ?? []), ...history.costs, ...measurementCosts]);
  return {
    command: result.command,
    pool: poolNames(input?.poolRef),
    outcome: result.outcome,
    run: { ...run, url },
    hosts,
    poolChanges,
    poolSlice: result.slice === null ? null : sliceReport(result.slice),
    storedFindings:
      result.command === 'remediate' ? storedFindings(pool, { hosts, poolChanges, after: afterChange(records) }) : [],
    effect: effectOfRun(hosts, pool),
    throughput,
    summary: {
      hosts: hosts.length,
      changed: hosts.filter((host) => host.changes.length > 0).length,
      failed: hosts.filter((host) => ['failed', 'stuck', 'lost', 'refused'].includes(host.outcome)).length,
      rolledBack: hosts.filter((host) => host.outcome === 'rolled-back').length,
      remoteCommands: costs.executions,
      xeWrites: costs.xeWrites,
      seconds: seconds(history),
    },
  };
}

/** Hosts whose change was taken back were captured on while it was made; and where no change is left there is no effect. */
function effectOfRun(hosts: Report['hosts'], pool: PoolSeen): Report['effect'] {
  if (!hosts.some(({ outcome }) => outcome === 'done')) return null;
  const kept = hosts.filter(({ outcome }) => outcome !== 'rolled-back');
  return effectOn(
    kept.map(({ uuid }) => uuid),
    pool,
  );
}

/** What proved that a host had to be changed; a retry's proofs are those of the run that it finishes. */
const proofsFor = ({ host }: HostEnd, input: Partial<RemediateInput> | null, pool: PoolSeen): readonly Proof[] =>
  input?.policy === undefined || input.scope === undefined
    ? []
    : (plannedFor(host.uuid, { policy: input.policy, scope: input.scope }, pool)?.proofs ?? []);

const sliceReport = ({ outcome, error }: SliceEnd): Report['poolSlice'] => ({
  outcome,
  error: error === null ? null : reportError(error),
});

export const seconds = ({ startedAt, endedAt }: RunHistory): number =>
  Math.round((endedAt.getTime() - startedAt.getTime()) / 100) / 10;

export const poolNames = (poolRef: PoolRef | undefined): Report['pool'] => ({
  uuid: poolRef?.uuid ?? '',
  name: poolRef?.name ?? '',
});

/** What the change of one host recorded, and what its being taken back within the run did. */
interface Records {
  readonly record: HostRunRecord | null;
  readonly takenBack: readonly HostRunRecord[];
}

/** Features at the end, by host uuid. */
const afterChange = (records: ReadonlyMap<string, Records>): ReadonlyMap<string, PackedFeatures | null> =>
  new Map([...records].map(([uuid, { record, takenBack }]) => [uuid, afterAll(record, takenBack)]));

const noRecords: Records = { record: null, takenBack: [] };

const readRecords = async (client: Client, { run, takenBackBy }: HostEnd | SliceEnd): Promise<Records> => ({
  record: await readRecord(client, run),
  takenBack: (await Promise.all((takenBackBy ?? []).map((back) => readRecord(client, back)))).flatMap(
    (each) => each ?? [],
  ),
});

/** Null where no workflow changed the host, or where that was terminated and left none. */
async function readRecord(client: Client, run: RunRef | null): Promise<HostRunRecord | null> {
  if (run === null) return null;
  try {
    return await client.workflow.getHandle<() => Promise<HostRunRecord>>(run.workflowId, run.runId).result();
  } catch {
    return null;
  }
}
