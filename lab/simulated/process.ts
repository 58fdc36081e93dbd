import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lock } from 'proper-lockfile';
import { compiledFile } from '../compiled-file';
import { checkSize } from './check-size';
import type { SimulatorPlan } from './pool-state';
import { findRunningSimulator, type RunningSimulator } from './running-simulator';
import { stateFiles, type StateFiles } from './state-files';

const startPatienceMs = 30_000;
const stopPatienceMs = 10_000;
const pollMs = 25;

const entry = compiledFile('lab', 'simulated', 'main.js');

/**
 * The simulator of a directory: the one that runs, or one started now in a process session of its own. With `fresh` the
 * running one is stopped first. Two callers at once get the same one.
 * @throws OffloadError WrongUsage for a number of hosts that does not fit; Error with the end of its log when it does not start
 */
export async function ensureSimulator(plan: SimulatorPlan): Promise<RunningSimulator> {
  const directory = path.resolve(plan.directory);
  const files = stateFiles(directory);
  return withLock(directory, async () => {
    checkSize(files, plan);
    if (plan.fresh === true) await stop(files);
    return (await findRunningSimulator(files)) ?? (await start({ ...plan, directory }, files));
  });
}

/** Ends the simulator of a directory, and waits for its end; its state stays. */
export async function stopSimulator(directory: string): Promise<void> {
  await withLock(path.resolve(directory), () => stop(stateFiles(path.resolve(directory))));
}

async function withLock<T>(directory: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const release = await lock(directory, {
    retries: { forever: true, minTimeout: 50, maxTimeout: 250, maxRetryTime: startPatienceMs },
  });
  try {
    return await work();
  } finally {
    await release();
  }
}

async function start(plan: SimulatorPlan, files: StateFiles): Promise<RunningSimulator> {
  const log = openSync(files.log, 'w', 0o600);
  const child = spawn(process.execPath, [entry, ...argumentsOf(plan)], { detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  child.unref();
  const deadline = Date.now() + startPatienceMs;
  while (Date.now() < deadline && child.exitCode === null && child.signalCode === null) {
    const running = await findRunningSimulator(files);
    if (running !== null && running.pid === child.pid) return running;
    await sleep(pollMs);
  }
  throw new Error(`the simulator did not start: ${readFileSync(files.log, 'utf8').trim().slice(-500)}`);
}

const argumentsOf = ({ directory, hosts, fresh, vifsPerHost, seed }: SimulatorPlan): string[] => [
  ...['--directory', directory, '--hosts', String(hosts)],
  ...(vifsPerHost === undefined ? [] : ['--vifs-per-host', String(vifsPerHost)]),
  ...(seed === undefined ? [] : ['--seed', seed]),
  ...(fresh === true ? ['--fresh'] : []),
];

async function stop(files: StateFiles): Promise<void> {
  const running = await findRunningSimulator(files);
  if (running === null) return;
  process.kill(running.pid, 'SIGTERM');
  const deadline = Date.now() + stopPatienceMs;
  while (isAlive(running.pid)) {
    if (Date.now() > deadline) throw new Error(`the simulator, process ${String(running.pid)}, does not end`);
    await sleep(pollMs);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
