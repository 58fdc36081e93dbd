import type { Command } from 'commander';
import { OffloadError } from '../../domain/errors';
import { startCodecServer } from '../../temporal/encryption/codec-server';
import { loadEncryption } from '../../temporal/encryption/encryption';
import { encryptionKeyOption, port } from '../options';
import { createOutput } from '../output';
import { untilInterrupted } from '../until-interrupted';

interface CodecOptions {
  readonly encryptionKey?: string;
  readonly port: number;
  readonly uiOrigin: string;
}

/** `codec`: lets the Web UI in one's browser read encrypted payloads; the key stays on this machine. */
export const addCodec = (program: Command, done: (exitCode: number) => void): Command =>
  program
    .command('codec')
    .description('decrypt payloads for the Web UI in the browser of this machine, until Ctrl-C')
    .addOption(encryptionKeyOption())
    .option('--port <n>', 'port on 127.0.0.1', port, 8234)
    .option('--ui-origin <url>', 'where the Web UI is', 'http://127.0.0.1:8080')
    .action(async ({ encryptionKey, port: wanted, uiOrigin }: CodecOptions) => {
      const encryption = await loadEncryption(encryptionKey);
      if (encryption === null) {
        throw new OffloadError({ type: 'WrongUsage', message: 'name the key: --encryption-key FILE' });
      }
      const server = await startCodecServer({ encryption, port: wanted, uiOrigin });
      const where = `http://127.0.0.1:${String(server.port)}`;
      await untilInterrupted(`Codec server for ${uiOrigin}: ${where} (Ctrl-C ends it)`, createOutput(false));
      await server.close();
      done(0);
    });
