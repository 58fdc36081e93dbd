import type { Command } from 'commander';
import { poolArgument, withCommonOptions, type CommonOptions } from '../options';
import { createOutput } from '../output';
import { isChange, listRuns, pickRun } from '../runs';
import { watchRun } from '../watch-run';
import { withSession } from '../with-session';

/** `watch POOL [RUN]`: follow a change to its end, whoever started it; finishes one whose client died. */
export const addWatch = (program: Command, done: (exitCode: number) => void): Command =>
  withCommonOptions(program.command('watch'))
    .description('follow a change to its end, and finish one whose client died')
    .argument(...poolArgument)
    .argument('[run]', 'the run to follow (default: the newest change)')
    .action(async (pool: string, runId: string | undefined, options: CommonOptions) => {
      const output = createOutput(options.json === true);
      const exitCode = await withSession(pool, { options, output, worker: 'own' }, async (session) =>
        watchRun(session, pool, pickRun(await listRuns(session, pool), runId, isChange), output),
      );
      done(exitCode);
    });
