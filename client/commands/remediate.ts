import type { Command } from 'commander';
import type { PoolSettings, RemediateInput } from '../../domain/pool-run';
import { followOrLeave } from '../follow-change';
import {
  captureOption,
  detachOption,
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
import { measureOption, type MeasureOptions } from '../measure-option';
import { chosenPolicy, chosenScope, policyOption, trialOption, type PolicyOptions } from '../policy-options';
import { createOutput, type Output } from '../output';
import { withSshOptions, type SecretOptions, type SshOptions } from '../ssh-options';
import type { Session } from '../session';
import { findPool, startRemediation } from '../start-run';
import { untilInterrupted } from '../until-interrupted';
import { withSession } from '../with-session';
import { runAudit } from './audit';

interface RemediateOptions
  extends
    CommonOptions,
    SshOptions,
    SecretOptions,
    SelectionOptions,
    CaptureOptions,
    MeasureOptions,
    PolicyOptions,
    ChangeOptions {
  readonly local?: true;
  readonly stored?: true;
  readonly dryRun?: true;
  readonly fresh?: true;
  readonly keep?: true;
  readonly approve?: true;
  readonly detach?: true;
}

/** `remediate POOL`: fix it, canary first, then in waves. */
export const addRemediate = (program: Command, done: (exitCode: number) => void): Command =>
  withChangeOptions(withSelectionOptions(withSshOptions(withCommonOptions(program.command('remediate')))))
    .description('fix a pool: canary host first, then in waves; undone where it fails')
    .argument(...poolArgument)
    .addOption(policyOption())
    .addOption(trialOption())
    .addOption(captureOption())
    .addOption(measureOption())
    .option('-n, --dry-run', 'print the exact plan and change nothing')
    .option('-l, --local', 'this boot only: ethtool, no xapi')
    .option('--stored', 'xapi only: in force at the next plug or boot')
    .option('--approve', 'show the plan and wait for `xen-offload approve` before the first change')
    .option('--fresh', 'start from a new simulated pool')
    .option('--keep', 'keep server and Web UI up until Ctrl-C')
    .addOption(detachOption())
    .action(async (pool: string, options: RemediateOptions) => {
      done(await remediate(pool, options));
    });

async function remediate(pool: string, options: RemediateOptions): Promise<number> {
  const output = createOutput(options.json === true);
  const scope = chosenScope(options);
  const wish = ({ policy }: PoolSettings): Wish => ({ policy: chosenPolicy(options, policy), scope });
  const worker = options.detach === true ? ('standing' as const) : ('own' as const);
  const needs = { options, output, worker, fresh: options.fresh === true, check: wish };
  return withSession(pool, needs, async (session) => {
    const exitCode =
      options.dryRun === true
        ? await runAudit(session, pool, options, output, wish)
        : await remediateNow(session, pool, options, wish, output);
    if (options.keep === true) await untilInterrupted(`Web UI: ${session.uiUrl} (Ctrl-C ends it)`, output);
    return exitCode;
  });
}

type Wish = Pick<RemediateInput, 'policy' | 'scope'>;

async function remediateNow(
  session: Session,
  pool: string,
  options: RemediateOptions,
  wish: (settings: PoolSettings) => Wish,
  output: Output,
): Promise<number> {
  const { poolRef, settings } = await findPool(session, pool);
  const handle = await startRemediation(session, {
    pool,
    poolRef,
    ...wish(settings),
    selection: runSelection(settings, options),
    waves: waveSettings(options, settings.waves),
    captureSeconds: options.capture,
    needsApproval: options.approve === true,
    measure: options.measure ?? null,
  });
  return followOrLeave(session, 'remediate', pool, handle, output, options.detach);
}
