import { Command, Option } from 'commander';
import { measurePool } from './measure-pool';
import { measureResume } from './measure-resume';
import { measureSsh } from './measure-ssh';
import { measureStart } from './measure-start';
import { poolRows } from './pool-rows';
import { printFigures } from './print-figures';

/** The cases; `large` takes minutes and is asked for by name. */
const cases = {
  start: () => measureStart(),
  ssh: () => measureSsh(),
  resume: () => measureResume(),
  pool64: async () => poolRows(await measurePool({ hosts: 64 })),
  large: async () => poolRows(await measurePool({ hosts: 64, vifsPerHost: 80 })),
} as const;

type CaseName = keyof typeof cases;

const names: readonly CaseName[] = ['start', 'ssh', 'resume', 'pool64', 'large'];

async function main(): Promise<void> {
  const program = new Command('bench')
    .description('Figures of a run; asserts nothing.')
    .addOption(new Option('--case <name>', 'one case only').choices(names))
    .option('--json', 'print each case as one line of JSON');
  const { case: wanted, json } = program.parse().opts<{ case?: CaseName; json?: true }>();
  for (const name of wanted === undefined ? names.filter((each) => each !== 'large') : [wanted]) {
    const figures = await cases[name]();
    if (json === true)
      process.stdout.write(
        `${JSON.stringify({ case: name, figures: figures.map(([what, value]) => [what.trim(), value]) })}\n`,
      );
    else printFigures(name, figures);
  }
}

void main();
