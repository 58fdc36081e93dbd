import { spawn } from 'node:child_process';
import path from 'node:path';
import { Command } from 'commander';
import { down } from './down';
import { labFiles } from './lab-files';
import { defaultLab, hostName } from './names';
import { findRunningLab, type RunningLab } from './running-lab';
import { traffic } from './traffic';
import type { TrafficPlan } from './traffic-plan';
import { up } from './up';
import { askLab } from './xapi/ask-lab';
import { labCommand } from './xapi/lab-command';

/** `npm run lab -- …`: a pool of real hosts in network namespaces, to practise on and to test with. */
function program(): Command {
  const lab = new Command('lab')
    .description('a pool of real hosts in network namespaces (Linux, root)')
    .enablePositionalOptions();
  const named = (name: string): Command =>
    lab.command(name).option('--name <name>', 'one lab of several: lower-case letters and digits', labName, defaultLab);
  named('up')
    .description('bring up a lab')
    .argument('[hosts]', 'how many hosts', Number, 4)
    .option('--vifs-per-host <n>', 'VIFs of running VMs on each host', Number)
    .option('--old <numbers>', 'hosts as old as XenServer 6, for example 2,4', numbers)
    .option('--old-tools <folder>', 'their ethtool and tcpdump; wrappers around this machine’s when left out')
    .action(async (hosts: number, options: UpOptions) => {
      console.log(describe(await up({ lab: options.name, hosts, ...options })));
    });
  named('down')
    .description('remove the lab, or what a crash left of it')
    .action((options: Named) => down(options.name));
  named('status')
    .description('what is up')
    .action(async (options: Named) => {
      console.log(describe(await running(options.name)));
    });
  named('ssh')
    .description('log in to a host, or run a command there')
    .argument('<host>', 'its number', Number)
    .argument('[command...]')
    .passThroughOptions()
    .action(async (host: number, words: string[], options: Named) => {
      const { sshConfigFile } = await running(options.name);
      await exec(options.name, ['ssh', '-F', sshConfigFile, hostName(host), ...words]);
    });
  named('exec')
    .description('run a command where the hosts are reached, with xen-offload on its PATH: exec xen-offload audit lab')
    .argument('<command...>')
    .passThroughOptions()
    .action((words: string[], options: Named) => exec(options.name, words));
  named('traffic')
    .description('send TCP and UDP from host to host of the data network')
    .argument('[seconds]', 'for how long', Number, 10)
    .option('--idle <numbers>', 'hosts that neither send nor receive, for example 6,7', numbers)
    .option('--bulk <from:to>', 'much TCP from one host to another besides, for example 3:4', bulkPair)
    .action(async (seconds: number, { name, ...plan }: Named & TrafficPlan) =>
      traffic(await running(name), seconds, plan),
    );
  addFaults(named);
  return lab;
}

interface Named {
  readonly name: string;
}

interface UpOptions extends Named {
  readonly vifsPerHost?: number;
  readonly old?: number[];
  readonly oldTools?: string;
}

function addFaults(named: (name: string) => Command): void {
  named('fault')
    .description(
      'make something go wrong: fault link-cut host=lab-02 \'until={"seconds":10}\'; fault clear; fault fired',
    )
    .argument('<kind>', 'clear, fired, or a kind of lab/standin/faults/fault.ts')
    .argument('[settings...]', 'key=value, the value as JSON or plain text')
    .action(async (kind: string, settings: string[], options: Named) => {
      await running(options.name);
      const { socket } = labFiles(options.name);
      if (kind === 'clear') await askLab(socket, { ask: 'clear-faults' });
      else if (kind === 'fired') console.log(JSON.stringify(await askLab(socket, { ask: 'fired' })));
      else {
        const fault = Object.fromEntries([['kind', kind], ...settings.map(setting)]);
        await askLab(socket, labCommand.parse({ ask: 'add-fault', fault }));
      }
    });
}

function setting(text: string): [string, unknown] {
  const [, key = text, value = ''] = /^([^=]+)=(.*)$/.exec(text) ?? [];
  try {
    return [key, JSON.parse(value)];
  } catch {
    return [key, value];
  }
}

const numbers = (text: string): number[] => text.split(',').map(Number);

function bulkPair(text: string): NonNullable<TrafficPlan['bulk']> {
  const [, from, to] = /^(\d+):(\d+)$/.exec(text) ?? [];
  if (from === undefined || to === undefined) throw new Error(`${text}: bulk traffic is FROM:TO, two numbers of hosts`);
  return { from: Number(from), to: Number(to) };
}

function labName(text: string): string {
  if (/^[a-z0-9]{1,20}$/.test(text)) return text;
  throw new Error(`${text}: a lab is named with lower-case letters and digits`);
}

async function running(name: string): Promise<RunningLab> {
  const lab = await findRunningLab(name);
  if (lab === null) throw new Error('no lab is up: npm run lab -- up');
  return lab;
}

const describe = ({ hosts, folder, coordinatorAddress, clientNamespace }: RunningLab): string =>
  [
    `${String(hosts.length)} hosts, ${hosts[0]?.name ?? ''} to ${hosts.at(-1)?.name ?? ''}; coordinator ${coordinatorAddress}`,
    `reached from namespace ${clientNamespace}; files in ${folder}`,
    'try: npm run lab -- exec xen-offload audit lab',
  ].join('\n');

/** Runs a command in the client's namespace, and ends as it does. State of its own: a server out here is out of reach. */
async function exec(name: string, words: readonly string[]): Promise<void> {
  const { clientNamespace, folder } = await running(name);
  const child = spawn('ip', ['netns', 'exec', clientNamespace, ...words], {
    cwd: folder,
    stdio: 'inherit',
    env: {
      ...process.env,
      XDG_STATE_HOME: path.join(folder, 'state'),
      PATH: [path.join(folder, 'bin'), process.env.PATH ?? ''].join(path.delimiter),
    },
  });
  const ignore = (): void => undefined;
  process.on('SIGINT', ignore);
  process.exitCode = await new Promise<number>((resolve) => {
    child.on('close', (code) => {
      resolve(code ?? 1);
    });
  });
}

program()
  .parseAsync()
  .catch((error: unknown) => {
    console.error(`lab: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  });
