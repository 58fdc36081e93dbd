import type { Command } from 'commander';
import { outcomeExitCodes } from '../../domain/exit-codes';
import { followRun, leftRunning } from '../follow-run';
import { poolArgument, withCommonOptions, type CommonOptions } from '../options';
import { createOutput, type Output } from '../output';
import { withSshOptions, type SecretOptions, type SshOptions } from '../ssh-options';
import { renderDoctor } from '../render/doctor';
import { doctorReport } from '../report/doctor-report';
import { changeUnderWay } from '../runs';
import type { Session } from '../session';
import { startExamination } from '../start-run';
import { withSession } from '../with-session';

interface DoctorOptions extends CommonOptions, SshOptions, SecretOptions {}

/** `doctor POOL`: whether a run could do its work, and what to do where it could not. */
export const addDoctor = (program: Command, done: (exitCode: number) => void): Command =>
  withSshOptions(withCommonOptions(program.command('doctor')))
    .description('check everything a run relies on, with the cure for what is missing; changes nothing')
    .argument(...poolArgument)
    .action(async (pool: string, options: DoctorOptions) => {
      const output = createOutput(options.json === true);
      done(await withSession(pool, { options, output, worker: 'own' }, (session) => runDoctor(session, pool, output)));
    });

async function runDoctor(session: Session, pool: string, output: Output): Promise<number> {
  const live = await changeUnderWay(session, pool);
  const change = live === null ? null : { runId: live.runId, url: session.url(live) };
  const handle = await startExamination(session, { pool, change });
  const result = await followRun(handle, output, session.onInterrupt);
  if (result === leftRunning) return outcomeExitCodes.cancelled;
  const { startTime, closeTime } = await handle.describe();
  const run = { workflowId: handle.workflowId, runId: handle.firstExecutionRunId };
  const report = doctorReport(pool, { ...run, url: session.url(run), startTime, closeTime }, result);
  output.answer(report, () => renderDoctor(report, process.stdout.columns));
  return outcomeExitCodes[report.outcome];
}
