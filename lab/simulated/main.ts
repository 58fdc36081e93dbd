import { existsSync, rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startSimulator, type Simulator } from './start-simulator';
import { replaceFile, stateFiles } from './state-files';

/**
 * The simulator as a process of its own:
 * `node main.js --directory D --hosts N [--vifs-per-host K] [--seed S] [--fresh]`.
 * Says on one line of JSON that it is ready; ends on SIGTERM, and when its directory is gone.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      directory: { type: 'string' },
      hosts: { type: 'string', default: '8' },
      'vifs-per-host': { type: 'string' },
      seed: { type: 'string' },
      fresh: { type: 'boolean', default: false },
    },
  });
  if (values.directory === undefined) throw new Error('--directory is required');
  const vifs = values['vifs-per-host'];
  const simulator = await startSimulator({
    directory: values.directory,
    hosts: Number(values.hosts),
    fresh: values.fresh,
    seed: values.seed,
    vifsPerHost: vifs === undefined ? undefined : Number(vifs),
  });
  announce(simulator);
  endWith(simulator);
}

function announce({ directory, control, hosts, coordinatorAddress, pool }: Simulator): void {
  const about = { pid: process.pid, startedAt: new Date().toISOString(), hosts: hosts.length, control };
  replaceFile(stateFiles(directory).process, JSON.stringify(about));
  console.log(JSON.stringify({ ready: true, pid: process.pid, pool, coordinatorAddress, hosts: hosts.length }));
}

const directoryCheckMs = 1_000;

function endWith(simulator: Simulator): void {
  const processFile = stateFiles(simulator.directory).process;
  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    clearInterval(check);
    rmSync(processFile, { force: true });
    simulator.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  const check = setInterval(() => {
    if (!existsSync(simulator.directory)) end();
  }, directoryCheckMs);
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}

main().catch((error: unknown) => {
  console.error(`simulator: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
