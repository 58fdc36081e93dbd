import type { AuditInput, AuditResult } from '../domain/pool-run';
import { selectHosts, selectSlice } from '../domain/select';
import { errorFacts, workflowFailure } from './failure';
import { detect } from './phases/detect';
import { discover } from './phases/discover';
import { inspect } from './phases/inspect';
import { judge } from './phases/judge';
import { recordOutcome } from './record-outcome';
import { RunProgress } from './run-progress';

/** What is wrong in a pool, and where; changes nothing, and never waits for a change of the pool. */
export async function auditPool(input: AuditInput): Promise<AuditResult> {
  const progress = new RunProgress(`Audit of ${input.poolRef.name}`);
  try {
    const inventory = await discover(input);
    const hosts = selectHosts(inventory, input.selection);
    progress.enter('inspect');
    const slices = hosts.map((host) => selectSlice(inventory, host, input.selection));
    const inspected = await inspect(input.pool, slices, progress);
    progress.enter('detect');
    const detected = await detect(input.pool, inspected, input.captureSeconds);
    const findings = judge(detected);
    const failed = detected.filter(({ error }) => error !== null).length;
    const outcome = findings > 0 ? 'findings' : failed > 0 ? 'partly-failed' : 'clean';
    recordOutcome(outcome, { total: hosts.length, changed: 0, failed });
    progress.end(outcome);
    return {
      outcome,
      findings,
      hosts: detected.map(({ host, error }) => ({ host, error })),
    };
  } catch (error) {
    throw workflowFailure(errorFacts(error));
  }
}
