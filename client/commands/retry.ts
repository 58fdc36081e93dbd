import type { Command } from 'commander';
import { changeEarlier, type EarlierOptions } from '../change-earlier';
import {
  captureOption,
  detachOption,
  poolArgument,
  withChangeOptions,
  withCommonOptions,
  type CaptureOptions,
} from '../options';
import { pickRetry } from '../runs';
import { withSshOptions } from '../ssh-options';
import { startRetry } from '../start-run';

/** `retry POOL [RUN]`: carry out what a run planned, on the hosts that it did not bring to their end. */
export const addRetry = (program: Command, done: (exitCode: number) => void): Command =>
  withChangeOptions(withSshOptions(withCommonOptions(program.command('retry'))))
    .description('carry out the plan of a run on the hosts that failed or never began')
    .argument(...poolArgument)
    .argument('[run]', 'the run to finish (default: the newest change)')
    .addOption(captureOption())
    .addOption(detachOption())
    .action(async (pool: string, runId: string | undefined, options: EarlierOptions & CaptureOptions) => {
      const exitCode = await changeEarlier(pool, options, {
        command: 'retry',
        pick: (runs) => pickRetry(runs, runId),
        start: (session, { workflowId, runId: picked }, input) =>
          startRetry(session, { ...input, run: { workflowId, runId: picked }, captureSeconds: options.capture }),
      });
      done(exitCode);
    });
