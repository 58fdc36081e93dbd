import type { Command } from 'commander';
import { changeEarlier, type EarlierOptions } from '../change-earlier';
import { detachOption, poolArgument, withChangeOptions, withCommonOptions } from '../options';
import { pickRollback } from '../runs';
import { withSshOptions } from '../ssh-options';
import { startJournalRollback, startRollback } from '../start-run';

/** `rollback POOL [RUN]`: put back exactly what was there before that run. */
export const addRollback = (program: Command, done: (exitCode: number) => void): Command =>
  withChangeOptions(withSshOptions(withCommonOptions(program.command('rollback'))))
    .description('put back exactly what was there before a run')
    .argument(...poolArgument)
    .argument('[run]', 'the run to take back (default: the newest change not yet rolled back)')
    .addOption(detachOption())
    .action(async (pool: string, runId: string | undefined, options: EarlierOptions) => {
      const exitCode = await changeEarlier(pool, options, {
        command: 'rollback',
        pick: (runs) => pickRollback(runs, runId),
        start: (session, earlier, input, output) => {
          if (earlier !== null) {
            const run = { workflowId: earlier.workflowId, runId: earlier.runId };
            return startRollback(session, { ...input, run });
          }
          output.say('The server does not know that change: the hosts are asked, which remember it.');
          return startJournalRollback(session, { ...input, poolRun: runId ?? null });
        },
      });
      done(exitCode);
    });
