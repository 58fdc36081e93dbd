import { plainPool, type PoolConfig } from '../config/pool-config';
import { resolvePool, type PoolSources } from '../config/resolve-pool';
import { savePool } from '../config/saved-pools';
import { stateDir } from '../config/state-dir';
import { OffloadError } from '../domain/errors';
import type { PoolSettings } from '../domain/pool-run';
import { serverAccess } from '../temporal/server-access';
import { openLocalSession, type LocalSessionOptions } from './local-session';
import { secretsFrom } from './ask-secrets';
import type { CommonOptions } from './options';
import type { Output } from './output';
import { changeUnderWay } from './runs';
import { openServerSession } from './server-session';
import type { Session } from './session';
import { isSimulated, startSimulated } from './simulated-pools';
import { asksForSecrets, sshSettings, type SecretOptions, type SshOptions } from './ssh-options';
import { unlockKeys } from '../ssh/unlock-keys';

/** What a command needs of a session. */
export interface SessionNeeds {
  readonly options: CommonOptions & SshOptions & SecretOptions;
  readonly output: Output;
  /**
   * The worker a run of this command needs: `own` while the command waits for it, in local mode in this process;
   * `standing`, one that stays when the command has ended. On a server both are somebody else's, and have to be there.
   */
  readonly worker: 'none' | 'own' | 'standing';
  /** A new simulated pool instead of the one that is there. */
  readonly fresh?: boolean;
  /** Throws for a mistake that the pool's configuration shows, before anything is started. */
  readonly check?: (settings: PoolSettings) => void;
}

/** Runs a command against one pool and leaves the server afterwards; a mistake in name or configuration starts nothing. */
export async function withSession<Result>(
  pool: string,
  needs: SessionNeeds,
  run: (session: Session) => Promise<Result>,
): Promise<Result> {
  const { options } = needs;
  const named = options.address !== undefined || options.profile !== undefined;
  const access = isSimulated(pool) && !named ? null : serverAccess(options);
  if (access === null) return inLocalMode(pool, needs, run);
  refuseLocalWords(pool, needs);
  return closing(await openServerSession(access, options), async (session) => {
    if (needs.worker !== 'none') await session.needStandingWorker();
    return run(session);
  });
}

/** Runs a command that is about no pool in particular. */
export async function withAnySession<Result>(
  { options, output }: Pick<SessionNeeds, 'options' | 'output'>,
  run: (session: Session) => Promise<Result>,
): Promise<Result> {
  const access = serverAccess(options);
  if (access !== null) return closing(await openServerSession(access, options), run);
  return closing(await openLocalSession({ ...localOptions(options), withWorker: false, say: output.say }), run);
}

async function closing<Result>(session: Session, run: (session: Session) => Promise<Result>): Promise<Result> {
  try {
    return await run(session);
  } finally {
    await session.close();
  }
}

const localOptions = ({
  config,
  encryptionKey,
}: CommonOptions): PoolSources & Pick<LocalSessionOptions, 'encryptionKey'> => ({
  configFile: config,
  stateDir: stateDir(),
  encryptionKey,
});

async function inLocalMode<Result>(
  pool: string,
  { options, output, worker, fresh = false, check }: SessionNeeds,
  run: (session: Session) => Promise<Result>,
): Promise<Result> {
  const here = localOptions(options);
  if (fresh && !isSimulated(pool)) throw notSimulated();
  const settings = isSimulated(pool) ? plainPool(pool, []) : await rememberPool(pool, options, here);
  check?.(settings);
  const secrets = secretsFrom(options);
  if (worker === 'own') await unlockKeys(settings.hosts, settings.ssh, secrets);
  else if (asksForSecrets(options)) throw wrongUsage('a secret reaches no other worker: give it to xen-offload up');
  const session = await openLocalSession({ ...here, secrets, withWorker: worker === 'own', say: output.say });
  return closing(session, async () => {
    if (worker === 'standing') await session.needStandingWorker();
    if (fresh) {
      await refuseWhileRunning(session, pool);
      await startSimulated(pool, here.stateDir, true);
    }
    return run(session);
  });
}

/** Keeps a pool given by address with its flags, so that later commands need none of them. */
async function rememberPool(pool: string, options: SshOptions, here: PoolSources): Promise<PoolConfig> {
  const known = await resolvePool(pool, here);
  const ssh = sshSettings(options);
  const config = { ...known, ssh: { ...known.ssh, ...ssh } };
  if (pool.includes('@')) await savePool(here.stateDir, config);
  else if (ssh !== null)
    throw wrongUsage('SSH flags go with root@host; a named pool has its ssh: settings in xen-offload.yaml');
  return config;
}

/** In server mode pools are the worker's, by name: an address or a key given here would reach nobody. */
function refuseLocalWords(pool: string, { options, fresh = false }: SessionNeeds): void {
  const isAboutHosts = sshSettings(options) !== null || asksForSecrets(options);
  if (pool.includes('@') || isAboutHosts || options.config !== undefined) {
    throw wrongUsage(
      "root@host, SSH flags and --config are for local mode; here pools are known by their names in the worker's xen-offload.yaml",
    );
  }
  if (fresh) throw wrongUsage("--fresh is for local mode; here the simulated pool is the worker's");
}

const wrongUsage = (message: string): OffloadError => new OffloadError({ type: 'WrongUsage', message });

const notSimulated = (): OffloadError => wrongUsage('--fresh makes a new simulated pool; this pool is not simulated');

async function refuseWhileRunning(session: Session, pool: string): Promise<void> {
  const live = await changeUnderWay(session, pool);
  if (live === null) return;
  throw new OffloadError({
    type: 'RunInProgress',
    message: `--fresh would replace ${pool} under run ${live.runId}: ${session.url(live)}`,
  });
}
