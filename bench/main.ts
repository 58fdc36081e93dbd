import { Command, Option } from 'commander';
import { measureCapture } from './measure-capture';
import { measureEvidence, type EvidenceSize } from './measure-evidence';
import { measurePool } from './measure-pool';
import { measureResume } from './measure-resume';
import { measureSsh } from './measure-ssh';
import { measureStart } from './measure-start';
import { poolRows } from './pool-rows';
import { printFigures } from './print-figures';

/** The cases; `large`, `evidence` and `capture` take minutes and are asked for by name. */
const cases = {
  start: () => measureStart(),
  ssh: () => measureSsh(),
  resume: () => measureResume(),
  pool64: async () => poolRows(await measurePool({ hosts: 64 })),
  large: async () => poolRows(await measurePool({ hosts: 64, vifsPerHost: 80 })),
  evidence: measureEvidence,
  capture: () => measureCapture(),
} as const;

type CaseName = keyof typeof cases;

const names: readonly CaseName[] = ['start', 'ssh', 'resume', 'pool64', 'large', 'evidence', 'capture'];
const byNameOnly: readonly CaseName[] = ['large', 'evidence', 'capture'];

async function main(): Promise<void> {
  const program = new Command('bench')
    .description('Figures of a run; asserts nothing.')
    .addOption(new Option('--case <name>', 'one case only').choices(names))
    .option('--json', 'print each case as one line of JSON')
    .option('--pools <number>', 'evidence: how many random pools', Number, 100)
    .option('--seed <number>', 'evidence: the seed of the first pool', Number, 1);
  const { case: wanted, json, ...size } = program.parse().opts<{ case?: CaseName; json?: true } & EvidenceSize>();
  for (const name of wanted === undefined ? names.filter((each) => !byNameOnly.includes(each)) : [wanted]) {
    const figures = await cases[name](size);
    if (json === true)
      process.stdout.write(
        `${JSON.stringify({ case: name, figures: figures.map(([what, value]) => [what.trim(), value]) })}\n`,
      );
    else printFigures(name, figures);
  }
}

void main();
