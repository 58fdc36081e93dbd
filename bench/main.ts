import { Command, Option } from 'commander';
import { measurePool, poolRows } from './measure-pool';
import { measureStart } from './measure-start';
import { printFigures } from './print-figures';

/** The cases; `large` takes minutes and is asked for by name. */
const cases = {
  start: () => measureStart(),
  pool64: async () => poolRows(await measurePool({ hosts: 64 })),
  large: async () => poolRows(await measurePool({ hosts: 64, vifsPerHost: 80 })),
} as const;

type CaseName = keyof typeof cases;

const names: readonly CaseName[] = ['start', 'pool64', 'large'];

async function main(): Promise<void> {
  const program = new Command('bench')
    .description('Figures of a run; asserts nothing.')
    .addOption(new Option('--case <name>', 'one case only').choices(names));
  const { case: wanted } = program.parse().opts<{ case?: CaseName }>();
  for (const name of wanted === undefined ? names.filter((each) => each !== 'large') : [wanted]) {
    printFigures(name, await cases[name]());
  }
}

void main();
