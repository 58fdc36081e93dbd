import { Option, type Command } from 'commander';
import { OffloadError } from '../../domain/errors';
import type { PoolSettings, ScheduledAuditInput } from '../../domain/pool-run';
import {
  captureOption,
  duration,
  poolArgument,
  runSelection,
  waveSettings,
  withChangeOptions,
  withCommonOptions,
  withSelectionOptions,
  type CaptureOptions,
  type ChangeOptions,
  type CommonOptions,
  type SelectionOptions,
} from '../options';
import { createOutput } from '../output';
import { chosenPolicy, policyOption, trialOption, type PolicyOptions } from '../policy-options';
import { renderSchedule, renderSchedules } from '../render/schedule';
import { applySchedule, describeSchedule, listSchedules, withSchedule } from '../schedules';
import { findPool } from '../start-run';
import { withAnySession, withSession } from '../with-session';

interface CreateOptions extends CommonOptions, SelectionOptions, CaptureOptions, PolicyOptions, ChangeOptions {
  readonly every?: number;
  readonly cron?: string;
  readonly timezone?: string;
  readonly jitter?: number;
  readonly remediate?: true;
}

/** `schedule …`: audits on a timetable, each telling what changed since the last. */
export function addSchedule(program: Command, done: (exitCode: number) => void): Command {
  const schedule = program.command('schedule').description('audits on a timetable, with what changed since the last');
  addCreate(schedule, done);
  addList(schedule, done);
  addShow(schedule, done);
  addAct(schedule, done, 'pause', 'stop starting audits', (handle) => handle.pause('paused with xen-offload'));
  addAct(schedule, done, 'resume', 'start audits again', (handle) => handle.unpause('resumed with xen-offload'));
  addAct(schedule, done, 'trigger', 'start an audit now', (handle) => handle.trigger());
  addAct(schedule, done, 'delete', 'forget the schedule; its runs stay', (handle) => handle.delete());
  return schedule;
}

const addCreate = (schedule: Command, done: (exitCode: number) => void): Command =>
  withChangeOptions(withSelectionOptions(withCommonOptions(schedule.command('create'))))
    .description('audit a pool on a timetable; again, with other options, to change it')
    .argument(...poolArgument)
    .addOption(new Option('--every <duration>', 'every 30m, 6h, 1d …').argParser(duration).conflicts('cron'))
    .option('--cron <expression>', 'minute hour day month weekday, such as "0 3 * * *"')
    .option('--timezone <name>', 'of the cron expression, such as Europe/Berlin (default: UTC)')
    .option('--jitter <duration>', 'spread the starts over so long', duration)
    .addOption(policyOption())
    .addOption(trialOption())
    .addOption(captureOption())
    .option('--remediate', 'also change what deviates from the policy')
    .action(async (pool: string, options: CreateOptions) => {
      const output = createOutput(options.json === true);
      const spec = timetable(options);
      const check = (settings: PoolSettings) => auditWish(options, settings);
      await withSession(pool, { options, output, worker: 'standing', check }, async (session) => {
        const { poolRef, settings } = await findPool(session, pool);
        const input = { pool, selection: runSelection(settings, options), ...auditWish(options, settings) };
        const isNew = await applySchedule(session, { spec, poolRef, input });
        const listing = await describeSchedule(session, pool);
        output.answer({ command: 'schedule create', created: isNew, schedule: listing }, () =>
          [isNew ? 'Created.' : 'Changed.', renderSchedule(listing)].join('\n'),
        );
      });
      done(0);
    });

function timetable({ every, cron, timezone, jitter }: CreateOptions) {
  if (every === undefined && cron === undefined) {
    throw new OffloadError({ type: 'WrongUsage', message: 'say when: --every 6h, or --cron "0 3 * * *"' });
  }
  return {
    ...(every === undefined ? {} : { intervals: [{ every: every * 1_000 }] }),
    // The server keeps the times of an expression and forgets its text; a comment brings it back.
    ...(cron === undefined ? {} : { cronExpressions: [`${cron} # ${cron}`] }),
    ...(timezone === undefined ? {} : { timezone }),
    ...(jitter === undefined ? {} : { jitter: jitter * 1_000 }),
  };
}

/** What each audit asks. Without a policy, named or configured, nothing deviates from one. */
function auditWish(
  options: CreateOptions,
  settings: PoolSettings,
): Pick<ScheduledAuditInput, 'policy' | 'remediation' | 'captureSeconds'> {
  const configured = settings.policy;
  const isAsked = options.policy !== undefined || options.trial === true || options.remediate === true;
  return {
    policy: isAsked ? chosenPolicy(options, configured) : configured,
    remediation: options.remediate === true ? { scope: 'both', waves: waveSettings(options, settings.waves) } : null,
    captureSeconds: options.capture,
  };
}

const addList = (schedule: Command, done: (exitCode: number) => void): Command =>
  withCommonOptions(schedule.command('list'))
    .description('every schedule on the server')
    .action(async (options: CommonOptions) => {
      const output = createOutput(options.json === true);
      await withAnySession({ options, output }, async (session) => {
        const schedules = await listSchedules(session);
        output.answer({ command: 'schedule list', schedules }, () => renderSchedules(schedules));
      });
      done(0);
    });

const addShow = (schedule: Command, done: (exitCode: number) => void): Command =>
  withCommonOptions(schedule.command('show'))
    .description('one schedule: when, next, and its last audits')
    .argument(...poolArgument)
    .action(async (pool: string, options: CommonOptions) => {
      const output = createOutput(options.json === true);
      await withSession(pool, { options, output, worker: 'none' }, async (session) => {
        const found = await describeSchedule(session, pool);
        output.answer({ command: 'schedule show', schedule: found }, () => renderSchedule(found));
      });
      done(0);
    });

const verbsDone = { pause: 'paused', resume: 'resumed', trigger: 'triggered', delete: 'deleted' } as const;

function addAct(
  schedule: Command,
  done: (exitCode: number) => void,
  verb: keyof typeof verbsDone,
  description: string,
  act: Parameters<typeof withSchedule<unknown>>[2],
): void {
  withCommonOptions(schedule.command(verb))
    .description(description)
    .argument(...poolArgument)
    .action(async (pool: string, options: CommonOptions) => {
      const output = createOutput(options.json === true);
      const worker = verb === 'trigger' ? 'standing' : 'none';
      await withSession(pool, { options, output, worker }, async (session) => {
        await withSchedule(session, pool, act);
        output.answer({ command: `schedule ${verb}`, pool }, () => `${pool}: ${verbsDone[verb]}`);
      });
      done(0);
    });
}
