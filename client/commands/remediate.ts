import type { Command } from 'commander';
import type { PoolConfig } from '../../config/pool-config';
import { limits } from '../../domain/limits';
import type { RemediateInput } from '../../domain/pool-run';
import { followChange } from '../follow-change';
import type { Session } from '../local-session';
import {
  chosenPolicy,
  chosenScope,
  policyOption,
  runSelection,
  waveSettings,
  withChangeOptions,
  withCommonOptions,
  withSelectionOptions,
  withSshOptions,
  type ChangeOptions,
  type CommonOptions,
  type SelectionOptions,
  type SshOptions,
} from '../options';
import { createOutput, type Output } from '../output';
import { findPool, startRemediation } from '../start-run';
import { untilInterrupted } from '../until-interrupted';
import { configuredPolicy, withSession } from '../with-session';
import { runAudit } from './audit';

interface RemediateOptions extends CommonOptions, SshOptions, SelectionOptions, ChangeOptions {
  readonly policy?: string;
  readonly local?: true;
  readonly stored?: true;
  readonly dryRun?: true;
  readonly fresh?: true;
  readonly keep?: true;
}

/** `remediate POOL`: fix it, canary first, then in waves. */
export const addRemediate = (program: Command, done: (exitCode: number) => void): Command =>
  withChangeOptions(withSelectionOptions(withSshOptions(withCommonOptions(program.command('remediate')))))
    .description('fix a pool: canary host first, then in waves; undone where it fails')
    .argument('<pool>', 'a name from xen-offload.yaml, root@host, or simulated')
    .addOption(policyOption())
    .option('-n, --dry-run', 'print the exact plan and change nothing')
    .option('-l, --local', 'this boot only: ethtool, no xapi')
    .option('--stored', 'xapi only: in force at the next plug or boot')
    .option('--fresh', 'start from a new simulated pool')
    .option('--keep', 'keep server and Web UI up until Ctrl-C')
    .action(async (pool: string, options: RemediateOptions) => {
      done(await remediate(pool, options));
    });

async function remediate(pool: string, options: RemediateOptions): Promise<number> {
  const output = createOutput(options.json === true);
  const scope = chosenScope(options);
  const needs = { options, output, withWorker: true, fresh: options.fresh === true };
  const policy = chosenPolicy(options.policy, await configuredPolicy(pool, options));
  return withSession(pool, needs, async (session, config) => {
    const exitCode =
      options.dryRun === true
        ? await runAudit(session, config, options, output, { policy, scope })
        : await remediateNow(session, config, options, { policy, scope }, output);
    if (options.keep === true) await untilInterrupted(`Web UI: ${session.uiUrl} (Ctrl-C ends it)`, output);
    return exitCode;
  });
}

async function remediateNow(
  session: Session,
  config: PoolConfig,
  options: RemediateOptions,
  wish: Pick<RemediateInput, 'policy' | 'scope'>,
  output: Output,
): Promise<number> {
  const handle = await startRemediation(session, {
    pool: config.name,
    poolRef: await findPool(session, config.name),
    ...wish,
    selection: runSelection(config, options),
    waves: waveSettings(options, config.waves),
    captureSeconds: limits.captureSeconds,
  });
  return followChange(session, config.name, handle, output);
}
