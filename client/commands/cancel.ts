import type { Command } from 'commander';
import { withCommonOptions, type CommonOptions } from '../options';
import { createOutput } from '../output';
import { listRuns, pickRun } from '../runs';
import { withSession } from '../with-session';

/** `cancel POOL [RUN]`: ask a run to stop; what is in flight is undone, finished hosts stay. */
export const addCancel = (program: Command, done: (exitCode: number) => void): Command =>
  withCommonOptions(program.command('cancel'))
    .description('stop a run: what is in flight is undone, finished hosts stay changed')
    .argument('<pool>', 'a name from xen-offload.yaml, root@host, or simulated')
    .argument('[run]', 'the run to cancel (default: the running change)')
    .action(async (pool: string, runId: string | undefined, options: CommonOptions) => {
      const output = createOutput(options.json === true);
      await withSession(pool, { options, output, withWorker: false }, async ({ client, url }, config) => {
        const run = pickRun(await listRuns(client, config.name), runId, ({ isRunning }) => isRunning);
        await client.workflow.getHandle(run.workflowId, run.runId).cancel();
        const { workflowId, runId: cancelled } = run;
        output.answer(
          { command: 'cancel', run: { workflowId, runId: cancelled, url: url(run) } },
          () => `Asked run ${cancelled} to stop. It undoes what is in flight: xen-offload watch ${config.name}`,
        );
      });
      done(0);
    });
