import type { Command } from 'commander';
import { isDrift } from '../../domain/drift';
import { outcomeExitCodes } from '../../domain/exit-codes';
import { lastScheduledAudit } from '../last-audit';
import { poolArgument, withCommonOptions, type CommonOptions } from '../options';
import { createOutput } from '../output';
import { renderDrift } from '../render/drift';
import { plainTable } from '../render/report';
import { utcTime } from '../render/time';
import { listRuns, type RunListing } from '../runs';
import { withSession } from '../with-session';

const shown = 20;

const names: Readonly<Record<RunListing['workflow'], string>> = {
  auditPool: 'audit',
  scheduledAudit: 'scheduled audit',
  remediatePool: 'remediate',
  retryPool: 'retry',
  rollbackPool: 'rollback',
  rollbackFromJournals: 'rollback by journals',
};

/** `status POOL`: its runs, newest first, and what the last scheduled audit says; exit code 2 when that is drift. */
export const addStatus = (program: Command, done: (exitCode: number) => void): Command =>
  withCommonOptions(program.command('status'))
    .description('the runs of a pool, newest first, and what its last scheduled audit says')
    .argument(...poolArgument)
    .action(async (pool: string, options: CommonOptions) => {
      const output = createOutput(options.json === true);
      const drifted = await withSession(pool, { options, output, worker: 'none' }, async (session) => {
        const runs = await listRuns(session, pool);
        const withUrls = runs.slice(0, shown).map((run) => ({ ...run, url: session.url(run) }));
        const audit = await lastScheduledAudit(session, runs);
        output.answer({ command: 'status', runs: withUrls, audit }, () =>
          [renderRuns(withUrls), ...(audit === null ? [] : [renderDrift(audit)])].join('\n\n'),
        );
        return isDrift(audit?.drift ?? null);
      });
      done(drifted ? outcomeExitCodes.findings : 0);
    });

function renderRuns(runs: readonly (RunListing & { readonly url: string })[]): string {
  if (runs.length === 0) return 'No runs of this pool are known.';
  const table = plainTable(['started', 'what', 'outcome', 'hosts changed', 'run']);
  table.push(
    ...runs.map((run) => [
      utcTime(run.startedAt),
      names[run.workflow],
      run.outcome,
      String(run.hostsChanged),
      run.runId,
    ]),
  );
  const [newest] = runs;
  return `${table.toString()}\n\nNewest: ${newest?.url ?? ''}`;
}
