import type { Command } from 'commander';
import { resumeUpdate } from '../../workflows/messages';
import { askRun } from '../ask-run';
import { poolArgument, withCommonOptions, type CommonOptions } from '../options';
import { createOutput } from '../output';
import { pickRunningChange } from '../runs';
import { watchRun } from '../watch-run';
import { withSession } from '../with-session';

/** `resume POOL [RUN]`: go on after a pause, and follow the run to its end as `watch` does. */
export const addResume = (program: Command, done: (exitCode: number) => void): Command =>
  withCommonOptions(program.command('resume'))
    .description('let a paused run go on, and follow it to its end')
    .argument(...poolArgument)
    .argument('[run]', 'the run to resume (default: the running change)')
    .action(async (pool: string, runId: string | undefined, options: CommonOptions) => {
      const output = createOutput(options.json === true);
      const exitCode = await withSession(pool, { options, output, worker: 'own' }, async (session) => {
        const run = await pickRunningChange(session, pool, runId);
        output.say(`Run ${run.runId}: ${await askRun(session, run, (handle) => handle.executeUpdate(resumeUpdate))}`);
        return watchRun(session, pool, run, output);
      });
      done(exitCode);
    });
