import type { Drift } from '../domain/drift';
import type { Finding } from '../domain/finding';
import type { RunRef, ScheduledAuditResult } from '../domain/pool-run';
import type { RunListing } from './runs';
import type { Session } from './session';
import { unwrap } from './start-run';

/** What a finished scheduled audit says. */
export interface AuditStatus {
  readonly run: RunRef & { readonly url: string };
  readonly startedAt: Date;
  readonly findings: readonly Finding[];
  /** Findings beyond those listed. */
  readonly notListed: number;
  /** Null where there was nothing to compare with. */
  readonly drift: Drift | null;
  readonly remediation: ScheduledAuditResult['remediation'];
}

/** The newest scheduled audit that came to its end, or null. */
export async function lastScheduledAudit(session: Session, runs: readonly RunListing[]): Promise<AuditStatus | null> {
  const finished = runs.find((run) => run.workflow === 'scheduledAudit' && run.isCompleted);
  return finished === undefined ? null : auditStatus(session, finished);
}

/**
 * What one scheduled audit says.
 * @internal exported for its test
 */
export async function auditStatus(session: Session, run: RunListing): Promise<AuditStatus> {
  const { workflowId, runId, startedAt } = run;
  const handle = session.client.workflow.getHandle<() => Promise<ScheduledAuditResult>>(workflowId, runId);
  const { now, drift, remediation } = await unwrap(handle.result());
  return {
    run: { workflowId, runId, url: session.url(run) },
    startedAt,
    findings: [...now.findings, ...now.carried],
    notListed: now.notListed,
    drift,
    remediation,
  };
}
