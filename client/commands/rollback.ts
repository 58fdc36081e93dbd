import type { Command } from 'commander';
import { followChange } from '../follow-change';
import {
  waveSettings,
  withChangeOptions,
  withCommonOptions,
  withSshOptions,
  type ChangeOptions,
  type CommonOptions,
  type SshOptions,
} from '../options';
import { createOutput } from '../output';
import { listRuns, pickRollback } from '../runs';
import { findPool, startRollback } from '../start-run';
import { withSession } from '../with-session';

interface RollbackOptions extends CommonOptions, SshOptions, ChangeOptions {}

/** `rollback POOL [RUN]`: put back exactly what was there before that run. */
export const addRollback = (program: Command, done: (exitCode: number) => void): Command =>
  withChangeOptions(withSshOptions(withCommonOptions(program.command('rollback'))))
    .description('put back exactly what was there before a run')
    .argument('<pool>', 'a name from xen-offload.yaml, root@host, or simulated')
    .argument('[run]', 'the run to take back (default: the newest change not yet rolled back)')
    .action(async (pool: string, runId: string | undefined, options: RollbackOptions) => {
      const output = createOutput(options.json === true);
      const exitCode = await withSession(pool, { options, output, withWorker: true }, async (session, config) => {
        const { workflowId, runId: picked } = pickRollback(await listRuns(session.client, config.name), runId);
        const handle = await startRollback(session, {
          pool: config.name,
          poolRef: await findPool(session, config.name),
          run: { workflowId, runId: picked },
          waves: waveSettings(options, config.waves),
        });
        return followChange(session, config.name, handle, output);
      });
      done(exitCode);
    });
