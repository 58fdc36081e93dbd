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
import { withSshOptions, type SecretOptions, type SshOptions } from '../ssh-options';
import { listRuns, pickRollback } from '../runs';
import { findPool, startJournalRollback, startRollback } from '../start-run';
import { withSession } from '../with-session';

interface RollbackOptions extends CommonOptions, SshOptions, SecretOptions, ChangeOptions {
  readonly detach?: true;
}

/** `rollback POOL [RUN]`: put back exactly what was there before that run. */
export const addRollback = (program: Command, done: (exitCode: number) => void): Command =>
  withChangeOptions(withSshOptions(withCommonOptions(program.command('rollback'))))
    .description('put back exactly what was there before a run')
    .argument(...poolArgument)
    .argument('[run]', 'the run to take back (default: the newest change not yet rolled back)')
    .addOption(detachOption())
    .action(async (pool: string, runId: string | undefined, options: RollbackOptions) => {
      const output = createOutput(options.json === true);
      const exitCode = await withSession(
        pool,
        { options, output, worker: options.detach === true ? 'standing' : 'own' },
        async (session) => {
          const earlier = pickRollback(await listRuns(session, pool), runId);
          const { poolRef, settings } = await findPool(session, pool);
          const input = { pool, poolRef, waves: waveSettings(options, settings.waves) };
          if (earlier === null)
            output.say('The server does not know that change: the hosts are asked, which remember it.');
          const handle =
            earlier === null
              ? await startJournalRollback(session, { ...input, poolRun: runId ?? null })
              : await startRollback(session, {
                  ...input,
                  run: { workflowId: earlier.workflowId, runId: earlier.runId },
                });
          return options.detach === true
            ? leaveDetached(session, 'rollback', pool, handle, output)
            : followChange(session, pool, handle, output);
        },
      );
      done(exitCode);
    });
