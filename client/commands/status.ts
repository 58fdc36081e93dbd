import type { Command } from 'commander';
import { withCommonOptions, type CommonOptions } from '../options';
import { createOutput } from '../output';
import { plainTable } from '../render/report';
import { listRuns, type RunListing } from '../runs';
import { withSession } from '../with-session';

const shown = 20;

/** `status POOL`: its runs, newest first. */
export const addStatus = (program: Command, done: (exitCode: number) => void): Command =>
  withCommonOptions(program.command('status'))
    .description('the runs of a pool, newest first')
    .argument('<pool>', 'a name from xen-offload.yaml, root@host, or simulated')
    .action(async (pool: string, options: CommonOptions) => {
      const output = createOutput(options.json === true);
      await withSession(pool, { options, output, withWorker: false }, async ({ client, url }, config) => {
        const runs = (await listRuns(client, config.name)).slice(0, shown);
        const withUrls = runs.map((run) => ({ ...run, url: url(run) }));
        output.answer({ command: 'status', runs: withUrls }, () => renderRuns(withUrls));
      });
      done(0);
    });

function renderRuns(runs: readonly (RunListing & { readonly url: string })[]): string {
  if (runs.length === 0) return 'No runs of this pool are known.';
  const table = plainTable(['started', 'what', 'outcome', 'hosts changed', 'run']);
  table.push(
    ...runs.map((run) => [
      run.startedAt.toISOString().slice(0, 19).replace('T', ' '),
      run.workflow.replace('Pool', ''),
      run.outcome,
      String(run.hostsChanged),
      run.runId,
    ]),
  );
  const [newest] = runs;
  return `${table.toString()}\n\nNewest: ${newest?.url ?? ''}`;
}
