import type { Client } from '@temporalio/client';
import { liveChanges, storedChanges } from '../../domain/change';
import { planPoolSlice } from '../../domain/plan';
import { desiredState, type Policy, type Scope } from '../../domain/policy';
import type { AuditInput, AuditResult, RunRef } from '../../domain/pool-run';
import type { Report } from '../../domain/report';
import { addCosts } from '../../domain/run';
import { selectPoolSlice } from '../../domain/select';
import { whyNotPlanned } from '../../domain/unheard';
import { poolNames, seconds } from './change-report';
import { hostReport, poolSeen } from './host-reports';
import { plannedFor } from './planned-for';
import { readHistory } from './read-history';
import { storedFindings } from './stored-findings';

/** What a dry run plans against. */
export interface DryRun {
  readonly policy: Policy;
  readonly scope: Scope;
}

/** The report of a finished audit; with a dry run, what a remediation would change now, by the same planning code. */
export async function auditReport(
  client: Client,
  run: RunRef,
  result: AuditResult,
  url: string,
  dryRun: DryRun | null,
): Promise<Report> {
  const history = await readHistory<AuditInput>(client, run);
  const { input } = history;
  const selection = input?.selection ?? { only: [], exclude: [] };
  const pool = poolSeen(history, selection);
  const { inventory } = pool;
  const hosts = result.hosts.map(({ host, error: lookError, captureError }) => {
    const plan = dryRun === null ? null : plannedFor(host.uuid, dryRun, pool);
    const unheard = dryRun === null || plan === null ? captureError : whyNotPlanned(dryRun.policy, plan, captureError);
    const error = lookError ?? unheard;
    const ending = {
      host,
      outcome: error === null ? ('nothing-to-do' as const) : ('failed' as const),
      error,
      canRetry: false,
      record: null,
      planned: plan === null || error !== null ? [] : [...liveChanges(plan.live), ...storedChanges(plan.stored)],
      proofs: plan?.proofs ?? [],
      cures: [],
    };
    return hostReport(ending, pool);
  });
  const poolChanges =
    dryRun === null || inventory === null
      ? []
      : storedChanges(planPoolSlice(selectPoolSlice(inventory, selection), desiredState(dryRun.policy), dryRun.scope));
  const changes = poolChanges.length + hosts.reduce((sum, host) => sum + host.changes.length, 0);
  const costs = addCosts(history.costs);
  return {
    command: dryRun === null ? 'audit' : 'remediate',
    pool: poolNames(input?.poolRef),
    outcome: dryRun === null ? result.outcome : dryRunOutcome(hosts, changes),
    run: { ...run, url },
    hosts: hosts.map((host) => (host.changes.length > 0 ? { ...host, outcome: 'not-started' } : host)),
    poolChanges,
    poolSlice: poolChanges.length === 0 ? null : { outcome: 'not-started', error: null },
    storedFindings: storedFindings(pool, { hosts, poolChanges, after: new Map() }),
    effect: null,
    throughput: null,
    summary: {
      hosts: hosts.length,
      changed: 0,
      failed: hosts.filter((host) => host.error !== null).length,
      rolledBack: 0,
      remoteCommands: costs.executions,
      xeWrites: costs.xeWrites,
      seconds: seconds(history),
    },
  };
}

/** A plan that could not look at every host is no plan of the pool. */
const dryRunOutcome = (hosts: Report['hosts'], changes: number): Report['outcome'] =>
  hosts.some((host) => host.error !== null) ? 'failed' : changes === 0 ? 'nothing-to-do' : 'planned';
