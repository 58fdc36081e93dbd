import { askRun, type Ask } from './ask-run';
import type { CommonOptions } from './options';
import { createOutput } from './output';
import { pickRunningChange } from './runs';
import { withSession } from './with-session';

/** Asks the running change of a pool, or a named one, for something, and prints what it answers. */
export async function askRunningChange(
  command: string,
  pool: string,
  runId: string | undefined,
  options: CommonOptions,
  ask: Ask,
): Promise<void> {
  const output = createOutput(options.json === true);
  await withSession(pool, { options, output, worker: 'none' }, async (session) => {
    const { workflowId, runId: asked } = await pickRunningChange(session, pool, runId);
    const run = { workflowId, runId: asked };
    const answer = await askRun(session, run, ask);
    output.answer({ command, run: { ...run, url: session.url(run) }, answer }, () => `Run ${asked}: ${answer}`);
  });
}
