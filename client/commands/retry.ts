import type { Command } from 'commander';
import { followChange, leaveDetached } from '../follow-change';
import {
  detachOption,
  poolArgument,
  waveSettings,
  withChangeOptions,
  withCommonOptions,
  type ChangeOptions,
  type CommonOptions,
} from '../options';
import { createOutput } from '../output';
import { listRuns, pickRetry } from '../runs';
import { withSshOptions, type SecretOptions, type SshOptions } from '../ssh-options';
import { findPool, startRetry } from '../start-run';
import { withSession } from '../with-session';

interface RetryOptions extends CommonOptions, SshOptions, SecretOptions, ChangeOptions {
  readonly detach?: true;
}

/** `retry POOL [RUN]`: carry out what a run planned, on the hosts that it did not bring to their end. */
export const addRetry = (program: Command, done: (exitCode: number) => void): Command =>
  withChangeOptions(withSshOptions(withCommonOptions(program.command('retry'))))
    .description('carry out the plan of a run on the hosts that failed or never began')
    .argument(...poolArgument)
    .argument('[run]', 'the run to finish (default: the newest change)')
    .addOption(detachOption())
    .action(async (pool: string, runId: string | undefined, options: RetryOptions) => {
      const output = createOutput(options.json === true);
      const worker = options.detach === true ? ('standing' as const) : ('own' as const);
      const exitCode = await withSession(pool, { options, output, worker }, async (session) => {
        const { workflowId, runId: picked } = pickRetry(await listRuns(session, pool), runId);
        const { poolRef, settings } = await findPool(session, pool);
        const run = { workflowId, runId: picked };
        const waves = waveSettings(options, settings.waves);
        const handle = await startRetry(session, { pool, poolRef, run, waves });
        return options.detach === true
          ? leaveDetached(session, 'retry', pool, handle, output)
          : followChange(session, pool, handle, output);
      });
      done(exitCode);
    });
