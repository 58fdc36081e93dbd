import { OffloadError } from '../domain/errors';
import type { PoolConfig } from '../config/pool-config';
import { resolvePool } from '../config/resolve-pool';
import { savePool } from '../config/saved-pools';
import { stateDir } from '../config/state-dir';
import { isSimulated, openLocalSession, startSimulated, type Session } from './local-session';
import { sshSettings, type CommonOptions, type SshOptions } from './options';
import type { Output } from './output';
import { changeUnderWay } from './runs';

/** What a command needs of local mode. */
export interface SessionNeeds {
  readonly options: CommonOptions & SshOptions;
  readonly output: Output;
  /** Whether the command waits for a run, and so runs a worker and a simulated pool's hosts. */
  readonly withWorker: boolean;
  /** A new simulated pool instead of the one that is there. */
  readonly fresh?: boolean;
}

/**
 * Runs a command against one pool in local mode and leaves it afterwards. The pool is looked up first, so that a
 * mistake in its name or configuration starts nothing.
 */
export async function withSession<Result>(
  pool: string,
  { options, output, withWorker, fresh = false }: SessionNeeds,
  run: (session: Session, config: PoolConfig) => Promise<Result>,
): Promise<Result> {
  const state = { configFile: options.config, stateDir: stateDir() };
  if (fresh && !isSimulated(pool)) {
    throw new OffloadError({
      type: 'WrongUsage',
      message: '--fresh makes a new simulated pool; this pool is not simulated',
    });
  }
  if (!isSimulated(pool)) await rememberPool(pool, options, state);
  const session = await openLocalSession({ ...state, withWorker, say: output.say });
  try {
    if (isSimulated(pool) && (withWorker || fresh)) {
      if (fresh) await refuseWhileRunning(session, pool);
      await startSimulated(pool, state.stateDir, fresh);
    }
    return await run(session, await resolvePool(pool, state));
  } finally {
    await session.close();
  }
}

/** The policy that is configured for a pool; looked up before anything is started. */
export const configuredPolicy = async (pool: string, { config }: CommonOptions): Promise<PoolConfig['policy']> =>
  isSimulated(pool) ? null : (await resolvePool(pool, { configFile: config, stateDir: stateDir() })).policy;

/** Keeps a pool given by address with its flags, so that later commands need none of them. */
async function rememberPool(
  pool: string,
  options: SshOptions,
  state: { readonly configFile: string | undefined; readonly stateDir: string },
): Promise<void> {
  const config = await resolvePool(pool, state);
  const ssh = sshSettings(options);
  if (pool.includes('@'))
    await savePool(state.stateDir, ssh === null ? config : { ...config, ssh: { ...config.ssh, ...ssh } });
  else if (ssh !== null) {
    throw new OffloadError({
      type: 'WrongUsage',
      message: 'SSH flags go with root@host; a named pool has its ssh: settings in xen-offload.yaml',
    });
  }
}

async function refuseWhileRunning({ client, url }: Session, pool: string): Promise<void> {
  const live = await changeUnderWay(client, pool);
  if (live === null) return;
  throw new OffloadError({
    type: 'RunInProgress',
    message: `--fresh would replace ${pool} under run ${live.runId}: ${url(live)}`,
  });
}
