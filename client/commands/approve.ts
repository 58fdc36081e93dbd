import type { Command } from 'commander';
import { approveUpdate } from '../../workflows/messages';
import { askRunningChange } from '../ask-running-change';
import { poolArgument, withCommonOptions, type CommonOptions } from '../options';

/** `approve POOL [RUN]`: let the plan of a run that was started with --approve begin. */
export const addApprove = (program: Command, done: (exitCode: number) => void): Command =>
  withCommonOptions(program.command('approve'))
    .description('let a run begin that was started with --approve and shows its plan')
    .argument(...poolArgument)
    .argument('[run]', 'the run to approve (default: the running change)')
    .action(async (pool: string, runId: string | undefined, options: CommonOptions) => {
      await askRunningChange('approve', pool, runId, options, (run) => run.executeUpdate(approveUpdate));
      done(0);
    });
