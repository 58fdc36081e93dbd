import type { ChangeInput } from '../domain/pool-run';
import { followOrLeave, type StartedChange } from './follow-change';
import { waveSettings, type ChangeOptions, type CommonOptions } from './options';
import { createOutput, type Output } from './output';
import { listRuns, type RunListing } from './runs';
import type { Session } from './session';
import type { SecretOptions, SshOptions } from './ssh-options';
import { findPool } from './start-run';
import { withSession } from './with-session';

/** What commands take that finish an earlier run, or take it back. */
export interface EarlierOptions extends CommonOptions, SshOptions, SecretOptions, ChangeOptions {
  readonly detach?: true;
}

/** How such a command works: `pick` chooses among the pool's runs before any host is asked, `start` begins the change. */
export interface EarlierChange<Picked> {
  readonly command: string;
  readonly pick: (runs: readonly RunListing[]) => Picked;
  readonly start: (session: Session, earlier: Picked, input: ChangeInput, output: Output) => Promise<StartedChange>;
}

/** Starts a change that is about an earlier one, and follows it, or leaves it to a worker. Returns the exit code. */
export function changeEarlier<Picked>(
  pool: string,
  options: EarlierOptions,
  { command, pick, start }: EarlierChange<Picked>,
): Promise<number> {
  const output = createOutput(options.json === true);
  const worker = options.detach === true ? ('standing' as const) : ('own' as const);
  return withSession(pool, { options, output, worker }, async (session) => {
    const earlier = pick(await listRuns(session, pool));
    const { poolRef, settings } = await findPool(session, pool);
    const input = { pool, poolRef, waves: waveSettings(options, settings.waves) };
    const handle = await start(session, earlier, input, output);
    return followOrLeave(session, command, pool, handle, output, options.detach);
  });
}
