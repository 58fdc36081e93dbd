import type { Command } from 'commander';
import { outcomeExitCodes } from '../../domain/exit-codes';
import type { PoolSettings, RunRef } from '../../domain/pool-run';
import { followRun, leftRunning } from '../follow-run';
import {
  captureOption,
  poolArgument,
  runSelection,
  withCommonOptions,
  withSelectionOptions,
  type CaptureOptions,
  type CommonOptions,
  type SelectionOptions,
} from '../options';
import { createOutput, type Output } from '../output';
import { withSshOptions, type SecretOptions, type SshOptions } from '../ssh-options';
import { renderAudit } from '../render/audit';
import { renderPlan } from '../render/report';
import { auditReport, type DryRun } from '../report/audit-report';
import { changeUnderWay } from '../runs';
import type { Session } from '../session';
import { findPool, startAudit } from '../start-run';
import { withSession } from '../with-session';

interface AuditOptions extends CommonOptions, SshOptions, SecretOptions, SelectionOptions, CaptureOptions {
  readonly verbose?: true;
}

/** `audit POOL`: what is wrong, where, and the evidence. */
export const addAudit = (program: Command, done: (exitCode: number) => void): Command =>
  withSelectionOptions(withSshOptions(withCommonOptions(program.command('audit'))))
    .description('what is wrong in a pool, where, and the evidence; changes nothing')
    .argument(...poolArgument)
    .option('-v, --verbose', 'the numbers behind the verdict on every NIC, and what would change it')
    .addOption(captureOption())
    .action(async (pool: string, options: AuditOptions) => {
      const output = createOutput(options.json === true);
      done(
        await withSession(pool, { options, output, worker: 'own' }, (session) =>
          runAudit(session, pool, options, output, null),
        ),
      );
    });

/** Runs an audit to its end and reports it; with a dry run, as the plan of a remediation. Returns the exit code. */
export async function runAudit(
  session: Session,
  pool: string,
  options: SelectionOptions & CaptureOptions & { readonly verbose?: true },
  output: Output,
  plan: ((settings: PoolSettings) => DryRun) | null,
): Promise<number> {
  await sayWhatIsUnderWay(session, pool, output);
  const { poolRef, settings } = await findPool(session, pool);
  const dryRun = plan === null ? null : plan(settings);
  const handle = await startAudit(session, {
    pool,
    poolRef,
    selection: runSelection(settings, options),
    captureSeconds: dryRun === null || dryRun.policy.kind === 'evidence' ? options.capture : 0,
  });
  const run: RunRef = { workflowId: handle.workflowId, runId: handle.firstExecutionRunId };
  const result = await followRun(handle, output, session.onInterrupt);
  if (result === leftRunning) return outcomeExitCodes.cancelled;
  const report = await auditReport(session.client, run, result, session.url(run), dryRun);
  output.answer(report, () => (dryRun === null ? renderAudit(report, options.verbose === true) : renderPlan(report)));
  return outcomeExitCodes[report.outcome];
}

/** An audit never waits for a change, and what it sees then is on the move. */
async function sayWhatIsUnderWay(session: Session, pool: string, output: Output): Promise<void> {
  const live = await changeUnderWay(session, pool);
  if (live !== null) output.say(`A change of this pool is under way: ${session.url(live)}`);
}
