import { Option, type Command } from 'commander';
import {
  captureTime,
  confirmTime,
  durationExpected,
  durationInWords,
  parseDuration,
  parseTime,
  soakTime,
  type TimeRange,
} from '../domain/duration';
import { limits } from '../domain/limits';
import { OffloadError } from '../domain/errors';
import { failureResponses, type FailureResponse } from '../domain/control';
import { selectorKinds, type Selection, type Selector, type SelectorKind } from '../domain/selection';
import type { WaveSettings } from '../domain/waves';

/** Which Temporal server; none named: the local one. */
export interface ServerOptions {
  readonly address?: string;
  readonly namespace?: string;
  readonly profile?: string;
  readonly taskQueue?: string;
  readonly webUi?: string;
  readonly encryptionKey?: string;
}

/** What every command takes. */
export interface CommonOptions extends ServerOptions {
  readonly json?: true;
  readonly debug?: true;
  readonly config?: string;
}

export interface CaptureOptions {
  readonly capture: number;
}

export interface SelectionOptions {
  readonly only: Selector[];
  readonly exclude: Selector[];
}

export interface ChangeOptions {
  readonly maxFailures?: number;
  readonly waveSize?: number;
  readonly soak?: number;
  readonly confirm?: number;
  readonly onFailure?: FailureResponse;
  readonly keepUseless?: true;
}

/** What a command is about, as the help tells it. */
export const poolArgument = ['<pool>', 'a name from xen-offload.yaml, root@host, or simulated'] as const;

const serverGroup = 'Temporal server:';

/** An option among those about the server. */
const serverOption = (flags: string, description: string): Option =>
  new Option(flags, description).helpGroup(serverGroup);

export const withServerOptions = (command: Command): Command =>
  command
    .addOption(serverOption('--address <host:port>', 'default: TEMPORAL_ADDRESS, a profile, or a local server'))
    .addOption(serverOption('--namespace <name>', 'namespace on that server'))
    .addOption(serverOption('--profile <name>', 'profile in temporal.toml'))
    .addOption(encryptionKeyOption());

export const taskQueueOption = (): Option =>
  serverOption('--task-queue <name>', 'queue of the workers (default: xen-offload)').env('XEN_OFFLOAD_TASK_QUEUE');

export const encryptionKeyOption = (): Option =>
  serverOption('--encryption-key <file>', 'key with which payloads are encrypted').env(
    'XEN_OFFLOAD_ENCRYPTION_KEY_FILE',
  );

export const withCommonOptions = (command: Command): Command =>
  withServerOptions(
    command
      .option('--json', 'one JSON document on stdout, everything else on stderr')
      .option('--config <file>', 'configuration instead of ./xen-offload.yaml')
      .option('--debug', 'show stack traces'),
  )
    .addOption(taskQueueOption())
    .addOption(serverOption('--web-ui <url>', 'its Web UI, for links').env('XEN_OFFLOAD_WEB_UI'));

export const detachOption = (): Option =>
  new Option('--detach', 'start the run and leave it to a worker that stays: `up`, or one on a server');

export const withSelectionOptions = (command: Command): Command =>
  command
    .addOption(selectionOption('--only <kind:name>', 'only this host:, nic:, vm: or network: (may be repeated)', 'all'))
    .addOption(selectionOption('--exclude <kind:name>', 'not this host:, nic:, vm: or network:, either', 'none'));

const selectionOption = (flags: string, description: string, unless: string): Option =>
  new Option(flags, description).argParser(appendSelector).default([], unless);

/** How long is captured; the longer, the more a quiet NIC has to say. */
export const captureOption = (): Option =>
  new Option('--capture <time>', 'capture so long on every NIC, for example 30s')
    .argParser(timeWithin(captureTime))
    .default(limits.captureSeconds, durationInWords(limits.captureSeconds));

export const withChangeOptions = (command: Command): Command =>
  command
    .option('--max-failures <n>', 'failed hosts to bear before stopping (default: 0)', wholeNumber(0, limits.poolHosts))
    .option(
      '--wave-size <n>',
      `hosts changed at once, at most (default: ${String(limits.waveSize)})`,
      wholeNumber(1, limits.poolHosts),
    )
    .option(
      '--soak <time>',
      `pause after the canary (default: ${durationInWords(limits.soakSeconds)})`,
      timeWithin(soakTime),
    )
    .option(
      '--confirm <time>',
      `time to confirm before a host takes the change back (default: ${durationInWords(limits.confirmSeconds)})`,
      timeWithin(confirmTime),
    )
    .addOption(
      new Option(
        '--on-failure <what>',
        'what is taken back beyond the failed host: keep: nothing; undo-host: a canary that fails its soak (default); ' +
          'undo-pool: every host, once too many failed',
      ).choices(failureResponses),
    )
    .option('--keep-useless', 'keep a change made for damage that did not help, instead of taking it back');

/** What a run works on: what the pool's configuration leaves, narrowed by the flags. */
export const runSelection = (configured: Selection, options: SelectionOptions): Selection => ({
  only: [...configured.only, ...options.only],
  exclude: [...configured.exclude, ...options.exclude],
});

/** The waves a run uses: flags win over the pool's configuration, which wins over the defaults. */
export const waveSettings = (options: ChangeOptions, configured: Partial<WaveSettings>): WaveSettings => ({
  canary: configured.canary ?? 1,
  size: options.waveSize ?? configured.size ?? limits.waveSize,
  soakSeconds: options.soak ?? configured.soakSeconds ?? limits.soakSeconds,
  maxFailures: options.maxFailures ?? configured.maxFailures ?? 0,
  onFailure: options.onFailure ?? configured.onFailure ?? 'undo-host',
  keepUseless: options.keepUseless ?? configured.keepUseless ?? false,
  confirmSeconds: options.confirm ?? configured.confirmSeconds ?? limits.confirmSeconds,
});

function appendSelector(text: string, earlier: Selector[]): Selector[] {
  const colon = text.indexOf(':');
  const kind = text.slice(0, colon);
  const name = text.slice(colon + 1);
  if (!isSelectorKind(kind) || name === '') {
    throw new OffloadError({ type: 'WrongUsage', message: `${text}: expected ${selectorKinds.join(':NAME, ')}:NAME` });
  }
  return [...earlier, { kind, name }];
}

const isSelectorKind = (text: string): text is SelectorKind => selectorKinds.some((kind) => kind === text);

export const wholeNumber =
  (min: number, max: number) =>
  (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new OffloadError({
      type: 'WrongUsage',
      message: `${text}: expected a whole number from ${String(min)} to ${String(max)}`,
    });
  };

export const port = (text: string): number => wholeNumber(1, 65_535)(text);

/** Seconds of a duration on the command line. */
export function duration(text: string): number {
  const seconds = parseDuration(text);
  if (seconds !== null) return seconds;
  throw new OffloadError({ type: 'WrongUsage', message: `${text}: ${durationExpected}` });
}

/** The same, between bounds; a number alone counts seconds. */
const timeWithin =
  (range: TimeRange) =>
  (text: string): number => {
    const time = parseTime(/^\d+$/.test(text) ? `${text}s` : text, range);
    if ('seconds' in time) return time.seconds;
    throw new OffloadError({ type: 'WrongUsage', message: `${text}: ${time.expected}` });
  };
