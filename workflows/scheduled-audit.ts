import { afterRemediation, compareFindings, type Drift } from '../domain/drift';
import type { Finding } from '../domain/finding';
import type { ScheduledAuditInput, ScheduledAuditResult } from '../domain/pool-run';
import type { PoolRef } from '../domain/run';
import { reading } from './activity-proxies';
import { errorFacts, workflowFailure } from './failure';
import { audit, isUnseen } from './phases/audit';
import { remediateOnSchedule } from './phases/remediate-on-schedule';
import { RunProgress } from './run-progress';

/** One audit of a schedule: what is wrong, what changed since the last one, and, where that is wanted, the cure. */
export async function scheduledAudit(input: ScheduledAuditInput): Promise<ScheduledAuditResult> {
  try {
    const { pool, policy, selection, captureSeconds } = input;
    const { poolRef } = await reading(`ask the hosts of ${pool}`).identifyPool({ pool });
    const progress = new RunProgress(`Scheduled audit of ${poolRef.name}`);
    const before = await reading('read the last audit of this schedule').readLastAudit({ schedule: input.schedule });
    const audited = await audit({ pool, poolRef, selection, captureSeconds }, policy, progress);
    const { result, findings } = audited;
    const unseen = result.hosts.filter(isUnseen).map(({ host }) => host.name);
    const { now, drift } = compareFindings(question(input, poolRef), findings, unseen, before);
    progress.remark(inWords(drift));
    const { remediation, useless } = await remediateOnSchedule(input, poolRef, audited, now.useless, progress);
    progress.end(result.outcome);
    return { ...result, now: afterRemediation(now, useless), drift, remediation };
  } catch (error) {
    throw workflowFailure(errorFacts(error));
  }
}

/** What makes two audits comparable: the same pool, asked about the same things. */
const question = ({ policy, selection }: ScheduledAuditInput, { uuid }: PoolRef): string =>
  JSON.stringify({ pool: uuid, policy, selection });

function inWords(drift: Drift | null): string {
  if (drift === null) return 'The first audit of its kind: nothing to compare with yet.';
  const list = (title: string, findings: readonly Finding[]): readonly string[] =>
    findings.length === 0
      ? []
      : ['', `${title}:`, '', ...findings.map(({ host, target, what }) => `- ${host} ${target}: ${what}`)];
  return [
    `Since the last audit: ${String(drift.new.length)} new, ${String(drift.gone.length)} gone, ${String(drift.unchanged)} unchanged.`,
    ...list('New', drift.new),
    ...list('Gone', drift.gone),
  ].join('\n');
}
