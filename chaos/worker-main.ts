import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { plainPool } from '../config/pool-config';
import { logToFile } from '../worker/logging';
import { startWorker } from '../worker/start-worker';

/** How a pool's hosts are reached, in a file named after the pool. */
const accessFile = z.object({ coordinator: z.string(), sshConfig: z.string() });

/** worker-main.js FOLDER SERVER-ADDRESS: a worker that can be killed; says one line when it takes tasks. */
async function main([folder = '', address = '']: readonly string[]): Promise<void> {
  logToFile(path.join(folder, 'worker.log'));
  await startWorker({
    server: { address, namespace: 'default' },
    pool: (name) => {
      const text = readFileSync(path.join(folder, `${name}.json`), 'utf8');
      const { coordinator, sshConfig } = accessFile.parse(JSON.parse(text));
      return Promise.resolve(plainPool(name, [coordinator], { sshConfig }));
    },
  });
  process.stdout.write('serving\n');
}

void main(process.argv.slice(2));
