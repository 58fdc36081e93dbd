import type { Command } from 'commander';
import type { PoolConfig } from '../../config/pool-config';
import { outcomeExitCodes } from '../../domain/exit-codes';
import { limits } from '../../domain/limits';
import type { RunRef } from '../../domain/pool-run';
import { followRun, leftRunning } from '../follow-run';
import type { Session } from '../local-session';
import {
  runSelection,
  withCommonOptions,
  withSelectionOptions,
  withSshOptions,
  type CommonOptions,
  type SelectionOptions,
  type SshOptions,
} from '../options';
import { createOutput, type Output } from '../output';
import { renderAudit } from '../render/audit';
import { renderPlan } from '../render/report';
import { auditReport, type DryRun } from '../report/audit-report';
import { changeUnderWay } from '../runs';
import { findPool, startAudit } from '../start-run';
import { withSession } from '../with-session';

interface AuditOptions extends CommonOptions, SshOptions, SelectionOptions {}

/** `audit POOL`: what is wrong, where, and the evidence. */
export const addAudit = (program: Command, done: (exitCode: number) => void): Command =>
  withSelectionOptions(withSshOptions(withCommonOptions(program.command('audit'))))
    .description('what is wrong in a pool, where, and the evidence; changes nothing')
    .argument('<pool>', 'a name from xen-offload.yaml, root@host, or simulated')
    .action(async (pool: string, options: AuditOptions) => {
      const output = createOutput(options.json === true);
      done(
        await withSession(pool, { options, output, withWorker: true }, (session, config) =>
          runAudit(session, config, options, output, null),
        ),
      );
    });

/** Runs an audit to its end and reports it; with a dry run, as the plan of a remediation. Returns the exit code. */
export async function runAudit(
  session: Session,
  config: PoolConfig,
  options: SelectionOptions,
  output: Output,
  dryRun: DryRun | null,
): Promise<number> {
  await sayWhatIsUnderWay(session, config.name, output);
  const handle = await startAudit(session, {
    pool: config.name,
    poolRef: await findPool(session, config.name),
    selection: runSelection(config, options),
    captureSeconds: dryRun === null ? limits.captureSeconds : 0,
  });
  const run: RunRef = { workflowId: handle.workflowId, runId: handle.firstExecutionRunId };
  const result = await followRun(handle, output);
  if (result === leftRunning) return outcomeExitCodes.cancelled;
  const report = await auditReport(session.client, run, result, session.url(run), dryRun);
  output.answer(report, () => (dryRun === null ? renderAudit(report) : renderPlan(report)));
  return outcomeExitCodes[report.outcome];
}

/** An audit never waits for a change, and what it sees then is on the move. */
async function sayWhatIsUnderWay({ client, url }: Session, pool: string, output: Output): Promise<void> {
  const live = await changeUnderWay(client, pool);
  if (live !== null) output.say(`A change of this pool is under way: ${url(live)}`);
}
