import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { Command, Option } from 'commander';
import { down } from '../lab/namespaces/down';
import { readLab } from '../lab/namespaces/running-lab';
import { up } from '../lab/namespaces/up';
import { chaosRun, type ChaosRun } from './chaos-run';
import { Engine } from './engine';
import { labField } from './lab-field';
import { simulatedField } from './simulated-field';
import { isBroken, tally } from './tally';

interface Options {
  readonly runs: string;
  readonly seed: string;
  readonly on: 'simulator' | 'lab';
  readonly withoutUndo?: true;
  readonly inLab?: string;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** The first run has the seed itself, so that every run replays alone: `--seed SEED --runs 1`. */
const seedOf = (seed: string, index: number): string => (index === 0 ? seed : `${seed}.${String(index)}`);

async function main(): Promise<void> {
  const command = new Command('chaos')
    .description('Random faults on pools; afterwards every host must be exactly as planned or as before.')
    .option('--runs <count>', 'how many runs', '20')
    .option('--seed <seed>', 'where chance begins', String(Date.now()))
    .addOption(
      new Option('--on <field>', 'simulated pools, or a lab of real hosts (Linux, root)')
        .choices(['simulator', 'lab'])
        .default('simulator'),
    )
    .option('--without-undo', 'take the undo out of the workflows: the check must then find mixed hosts')
    .addOption(new Option('--in-lab <name>', 'a lab that is up, in whose client namespace this runs').hideHelp());
  const options = command.parse().opts<Options>();
  if (options.on === 'lab' && options.inLab === undefined) process.exitCode = await runInLab(process.argv.slice(2));
  else process.exitCode = (await check(options)).some(isBroken) ? 1 : 0;
}

/** The name of the lab that a check makes for itself. */
const ownLab = 'chaos';
const labHosts = 3;

/** Runs this program again where the hosts of a new lab are reached. */
async function runInLab(words: readonly string[]): Promise<number> {
  const { clientNamespace } = await up({ lab: ownLab, hosts: labHosts, old: [2] });
  try {
    const inside = ['netns', 'exec', clientNamespace, process.execPath, __filename, ...words, '--in-lab', ownLab];
    const child = spawn('ip', inside, { stdio: 'inherit' });
    const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
    process.on('SIGTERM', forward);
    process.on('SIGINT', () => undefined);
    return await new Promise<number>((resolve) => {
      child.on('close', (code) => {
        resolve(code ?? 1);
      });
    });
  } finally {
    await down(ownLab);
  }
}

async function check({ runs: count, seed, withoutUndo, inLab }: Options): Promise<readonly ChaosRun[]> {
  const startedMs = performance.now();
  const folder = await mkdtemp(path.join(tmpdir(), 'xen-offload-chaos-'));
  const engine = await Engine.start(folder, withoutUndo === true);
  const field = inLab === undefined ? simulatedField(folder) : await labField(readLab(inLab));
  const runs: ChaosRun[] = [];
  const isAskedToEnd = untilAsked();
  try {
    const known = new Map<string, ReadonlyMap<string, string>>();
    for (let index = 0; index < Number(count) && !isAskedToEnd(); index += 1) {
      const run = await chaosRun({ engine, field, folder, known }, seedOf(seed, index));
      runs.push(run);
      if (isBroken(run)) say(brokenLine(run));
    }
  } finally {
    for (const line of tally(runs)) say(line);
    say(`seed              ${seed}`);
    say(`seconds           ${((performance.now() - startedMs) / 1_000).toFixed(1)}`);
    await engine.stop();
    await rm(folder, { recursive: true, force: true });
  }
  return runs;
}

/** Ctrl-C ends the check after the run under way, with the sum of those so far. */
function untilAsked(): () => boolean {
  let asked = false;
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => (asked = true));
  return () => asked;
}

function brokenLine({ seed, outcome, fired, judged, notBack }: ChaosRun): string {
  const wrong = judged.filter(({ verdict }) => verdict === 'false');
  const parts = wrong.map(({ part, claim, truth }) => `${part} said ${claim}, is ${truth}`);
  const left = notBack.map((part) => `${part} not back after rollback`);
  return `BROKEN ${[...parts, ...left].join('; ')} (${outcome}; ${fired.join(', ')}): --seed ${seed} --runs 1`;
}

void main();
