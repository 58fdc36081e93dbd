import type { Command } from 'commander';
import { pauseUpdate } from '../../workflows/messages';
import { askRunningChange } from '../ask-running-change';
import { poolArgument, withCommonOptions, type CommonOptions } from '../options';

/** `pause POOL [RUN]`: begin no further host. */
export const addPause = (program: Command, done: (exitCode: number) => void): Command =>
  withCommonOptions(program.command('pause'))
    .description('begin no further host; those under way come to their end')
    .argument(...poolArgument)
    .argument('[run]', 'the run to pause (default: the running change)')
    .action(async (pool: string, runId: string | undefined, options: CommonOptions) => {
      await askRunningChange('pause', pool, runId, options, (run) => run.executeUpdate(pauseUpdate));
      done(0);
    });
