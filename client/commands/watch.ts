import type { Command } from 'commander';
import type { remediatePool } from '../../workflows';
import { followChange } from '../follow-change';
import { poolArgument, withCommonOptions, type CommonOptions } from '../options';
import { createOutput } from '../output';
import { isChange, listRuns, pickRun } from '../runs';
import { withSession } from '../with-session';

/** `watch POOL [RUN]`: follow a change to its end, whoever started it; finishes one whose client died. */
export const addWatch = (program: Command, done: (exitCode: number) => void): Command =>
  withCommonOptions(program.command('watch'))
    .description('follow a change to its end, and finish one whose client died')
    .argument(...poolArgument)
    .argument('[run]', 'the run to follow (default: the newest change)')
    .action(async (pool: string, runId: string | undefined, options: CommonOptions) => {
      const output = createOutput(options.json === true);
      const exitCode = await withSession(pool, { options, output, worker: 'own' }, async (session) => {
        const run = pickRun(await listRuns(session, pool), runId, isChange);
        const handle = session.client.workflow.getHandle<typeof remediatePool>(run.workflowId, run.runId);
        return followChange(
          session,
          pool,
          {
            workflowId: run.workflowId,
            firstExecutionRunId: run.runId,
            query: (...args) => handle.query(...args),
            cancel: () => handle.cancel(),
            result: () => handle.result(),
          },
          output,
        );
      });
      done(exitCode);
    });
