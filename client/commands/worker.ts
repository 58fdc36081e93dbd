import { Option, type Command } from 'commander';
import { OffloadError } from '../../domain/errors';
import { serverAccess } from '../../temporal/server-access';
import { port, taskQueueOption, withServerOptions } from '../options';
import { createOutput } from '../output';
import { serve, type ServeOptions } from '../serve';
import { withSecretOptions } from '../ssh-options';
import { untilInterrupted } from '../until-interrupted';

/** `worker`: carries out the runs of a server until it is asked to stop. */
export const addWorker = (program: Command, done: (exitCode: number) => void): Command =>
  withSecretOptions(withServerOptions(program.command('worker')))
    .description('carry out the runs of a server, until SIGTERM or Ctrl-C')
    .addOption(taskQueueOption())
    .addOption(new Option('--config <file>', 'pools, instead of ./xen-offload.yaml').env('XEN_OFFLOAD_CONFIG'))
    .option('--listen <address>', 'address for health checks and metrics', '127.0.0.1')
    .option('--health-port <n>', 'answer GET /healthz there', port)
    .option('--metrics-port <n>', 'serve metrics for Prometheus there', port)
    .action(async (options: ServeOptions) => {
      const output = createOutput(false);
      const access = serverAccess(options);
      if (access === null) {
        throw new OffloadError({
          type: 'WrongUsage',
          message: 'name a server (--address, TEMPORAL_ADDRESS or a profile); for a local one there is xen-offload up',
        });
      }
      const serving = await serve(access, options);
      const line = `Serving ${access.namespace} at ${access.address}; Ctrl-C ends it`;
      try {
        await untilInterrupted(line, output, [serving.ended]);
        output.say('Stopping: steps in flight may end');
      } finally {
        await serving.stop();
      }
      done(0);
    });
