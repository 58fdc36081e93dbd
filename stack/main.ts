import { once } from 'node:events';
import path from 'node:path';
import { Command, Option } from 'commander';
import { stateDir } from '../config/state-dir';
import { OffloadError } from '../domain/errors';
import type { PortChoice } from './ports';
import { startStack } from './start-stack';

const project = path.join(__dirname, '../..');

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Root's home is closed to PostgreSQL's user; what root's services keep is in /var/lib. */
const usualFolder = (): string =>
  process.getuid?.() === 0 && process.env.XDG_STATE_HOME === undefined
    ? '/var/lib/xen-offload/stack'
    : path.join(stateDir(), 'stack');

/** Runs until it is asked to end, or a part of the stack ends by itself. While it starts, a signal simply ends it. */
async function run(folder: string, ports: PortChoice): Promise<number> {
  const stack = await startStack({ project, folder, ports, say });
  const address = `127.0.0.1:${String(stack.ports.temporal)}`;
  say(`Ready at ${address}, without a Web UI. Ctrl-C stops it and keeps its data in ${folder}`);
  say(`Try: npx xen-offload remediate simulated --policy classic --address ${address}`);
  const asked = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]).then(() => null);
  const broken = await Promise.race([asked, stack.broken]);
  say(broken === null ? 'Stopping' : `Stopping: ${broken}`);
  await stack.stop();
  return broken === null ? 0 : 1;
}

async function main(): Promise<number> {
  const program = new Command('npm run stack --')
    .description('Runs the stack of docker-compose.yml without containers: PostgreSQL, Temporal and our worker.')
    .addOption(new Option('--ports <choice>', 'those of .env, or any').choices(['compose', 'free']).default('compose'))
    .option('--folder <path>', 'where its database and logs are kept', usualFolder());
  const { ports, folder } = program.parse().opts<{ ports: PortChoice; folder: string }>();
  try {
    return await run(path.resolve(folder), ports);
  } catch (error) {
    if (!(error instanceof OffloadError)) throw error;
    process.stderr.write(`stack: ${error.message}\n`);
    return 1;
  }
}

void main().then((exitCode) => {
  process.exitCode = exitCode;
});
