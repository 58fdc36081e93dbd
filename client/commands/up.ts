import type { Command } from 'commander';
import { stateDir } from '../../config/state-dir';
import { secretsFrom } from '../ask-secrets';
import { openLocalSession } from '../local-session';
import { encryptionKeyOption } from '../options';
import { createOutput } from '../output';
import { withSecretOptions, type SecretOptions } from '../ssh-options';
import { untilInterrupted } from '../until-interrupted';

interface UpOptions extends SecretOptions {
  readonly config?: string;
  readonly encryptionKey?: string;
}

/** `up`: the local server, its Web UI and a worker, until Ctrl-C: what schedules and detached runs need. */
export const addUp = (program: Command, done: (exitCode: number) => void): Command =>
  withSecretOptions(program.command('up'))
    .description('local server, Web UI and worker until Ctrl-C, for schedules and detached runs')
    .option('--config <file>', 'pools, instead of ./xen-offload.yaml')
    .addOption(encryptionKeyOption())
    .action(async (options: UpOptions) => {
      const output = createOutput(false);
      const { config, encryptionKey } = options;
      const secrets = secretsFrom(options);
      await secrets.password();
      const state = { configFile: config, stateDir: stateDir(), encryptionKey, secrets };
      const session = await openLocalSession({ ...state, withWorker: true, standing: true, say: output.say });
      output.say(`Temporal: ${session.address}`);
      const line = `Web UI:   ${session.uiUrl} (Ctrl-C ends all of it)`;
      try {
        await untilInterrupted(line, output, session.worker === null ? [] : [session.worker.ended]);
        output.say('Stopping: steps in flight may end; runs go on with the next `up` or `watch`');
      } finally {
        await session.close();
      }
      done(0);
    });
