import type { Command } from 'commander';
import { cancelUpdate } from '../../workflows/messages';
import { askRunningChange } from '../ask-running-change';
import { poolArgument, withCommonOptions, type CommonOptions } from '../options';
import { createOutput } from '../output';
import { pickRunningChange } from '../runs';
import { withSession } from '../with-session';

interface CancelOptions extends CommonOptions {
  readonly undoFinished?: true;
}

/** `cancel POOL [RUN]`: ask a run to stop; what is in flight is undone, finished hosts stay or are undone too. */
export const addCancel = (program: Command, done: (exitCode: number) => void): Command =>
  withCommonOptions(program.command('cancel'))
    .description('stop a run: what is in flight is undone, finished hosts stay changed')
    .argument(...poolArgument)
    .argument('[run]', 'the run to cancel (default: the running change)')
    .option('--undo-finished', 'undo the hosts that have finished, too')
    .action(async (pool: string, runId: string | undefined, options: CancelOptions) => {
      if (options.undoFinished === true) {
        await askRunningChange('cancel', pool, runId, options, (run) =>
          run.executeUpdate(cancelUpdate, { args: ['undo'] }),
        );
      } else await requestCancel(pool, runId, options);
      done(0);
    });

/** By a request that the server keeps until a worker is there: to stop a run must never wait for one. */
async function requestCancel(pool: string, runId: string | undefined, options: CommonOptions): Promise<void> {
  const output = createOutput(options.json === true);
  await withSession(pool, { options, output, worker: 'none' }, async (session) => {
    const { workflowId, runId: cancelled } = await pickRunningChange(session, pool, runId);
    const run = { workflowId, runId: cancelled };
    await session.client.workflow.getHandle(workflowId, cancelled).cancel();
    output.answer(
      { command: 'cancel', run: { ...run, url: session.url(run) } },
      () => `Asked run ${cancelled} to stop. It undoes what is in flight: xen-offload watch ${pool}`,
    );
  });
}
