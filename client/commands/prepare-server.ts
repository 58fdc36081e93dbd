import type { Command } from 'commander';
import { OffloadError } from '../../domain/errors';
import { serverAccess } from '../../temporal/server-access';
import { prepareNamespace } from '../../temporal/prepare-namespace';
import { duration, withServerOptions, type ServerOptions } from '../options';
import { createOutput } from '../output';

interface PrepareOptions extends ServerOptions {
  readonly retention: number;
}

const month = 30 * 24 * 3_600;

/** `prepare-server`: our namespace and search attributes on a server of one's own; may be run any number of times. */
export const addPrepareServer = (program: Command, done: (exitCode: number) => void): Command =>
  withServerOptions(program.command('prepare-server'))
    .description('give a server our namespace and search attributes; once, or again, it changes nothing then')
    .option(
      '--retention <duration>',
      'how long finished runs are kept: so long a rollback is possible',
      duration,
      month,
    )
    .action(async ({ retention, ...options }: PrepareOptions) => {
      const access = serverAccess(options);
      if (access === null) {
        throw new OffloadError({ type: 'WrongUsage', message: 'name a server: --address HOST:PORT' });
      }
      await prepareNamespace(access, retention / 3_600);
      createOutput(false).say(`Namespace ${access.namespace} at ${access.address} is ready`);
      done(0);
    });
