import type { Command } from 'commander';
import { poolArgument, withCommonOptions, type CommonOptions } from '../options';
import { createOutput } from '../output';
import { isChange, listRuns, pickRun } from '../runs';
import { withSession } from '../with-session';

/** `cancel POOL [RUN]`: ask a run to stop; what is in flight is undone, finished hosts stay. */
export const addCancel = (program: Command, done: (exitCode: number) => void): Command =>
  withCommonOptions(program.command('cancel'))
    .description('stop a run: what is in flight is undone, finished hosts stay changed')
    .argument(...poolArgument)
    .argument('[run]', 'the run to cancel (default: the running change)')
    .action(async (pool: string, runId: string | undefined, options: CommonOptions) => {
      const output = createOutput(options.json === true);
      await withSession(pool, { options, output, worker: 'none' }, async (session) => {
        const runs = await listRuns(session, pool);
        const run = pickRun(runs, runId, (each) => each.isRunning && isChange(each));
        await session.client.workflow.getHandle(run.workflowId, run.runId).cancel();
        const { workflowId, runId: cancelled } = run;
        output.answer(
          { command: 'cancel', run: { workflowId, runId: cancelled, url: session.url(run) } },
          () => `Asked run ${cancelled} to stop. It undoes what is in flight: xen-offload watch ${pool}`,
        );
      });
      done(0);
    });
