import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { Command } from 'commander';
import { chaosRun, type ChaosRun } from './chaos-run';
import { Engine } from './engine';
import { isBroken, tally } from './tally';

interface Options {
  readonly runs: string;
  readonly seed: string;
  readonly withoutUndo?: true;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** The first run has the seed itself, so that every run replays alone: `--seed SEED --runs 1`. */
const seedOf = (seed: string, index: number): string => (index === 0 ? seed : `${seed}.${String(index)}`);

async function main(): Promise<void> {
  const options = new Command('chaos')
    .description('Random faults on simulated pools; afterwards every host must be exactly as planned or as before.')
    .option('--runs <count>', 'how many runs', '20')
    .option('--seed <seed>', 'where chance begins', String(Date.now()))
    .option('--without-undo', 'take the undo out of the workflows: the check must then find mixed hosts')
    .parse()
    .opts<Options>();
  const startedMs = performance.now();
  const folder = await mkdtemp(path.join(tmpdir(), 'xen-offload-chaos-'));
  const engine = await Engine.start(folder, options.withoutUndo === true);
  const runs: ChaosRun[] = [];
  const isAskedToEnd = untilAsked();
  try {
    const known = new Map<string, ReadonlyMap<string, string>>();
    for (let index = 0; index < Number(options.runs) && !isAskedToEnd(); index += 1) {
      const run = await chaosRun(engine, folder, seedOf(options.seed, index), known);
      runs.push(run);
      if (isBroken(run)) say(brokenLine(run));
    }
  } finally {
    for (const line of tally(runs)) say(line);
    say(`seed              ${options.seed}`);
    say(`seconds           ${((performance.now() - startedMs) / 1_000).toFixed(1)}`);
    await engine.stop();
    await rm(folder, { recursive: true, force: true });
  }
  process.exitCode = runs.some(isBroken) ? 1 : 0;
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
