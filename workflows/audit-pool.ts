import type { AuditInput, AuditResult } from '../domain/pool-run';
import { errorFacts, workflowFailure } from './failure';
import { audit } from './phases/audit';
import { RunProgress } from './run-progress';

/** What is wrong in a pool, and where; changes nothing, and never waits for a change of the pool. */
export async function auditPool(input: AuditInput): Promise<AuditResult> {
  const progress = new RunProgress(`Audit of ${input.poolRef.name}`);
  try {
    const { result } = await audit(input, null, progress);
    progress.end(result.outcome);
    return result;
  } catch (error) {
    throw workflowFailure(errorFacts(error));
  }
}
