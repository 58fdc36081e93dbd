import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import SSHConfig from 'ssh-config';
import { OffloadError } from '../domain/errors';
import { isMissingFile } from '../domain/file-missing';

/** What OpenSSH would do for a host: every option that was set, by lower-case name, each with its values in order. */
export type OpensshOptions = ReadonlyMap<string, readonly string[]>;

const run = promisify(execFile);
const cache = new Map<string, Promise<OpensshOptions>>();

/**
 * The OpenSSH client's options for a host: from `ssh -G`, which is exact, or by reading the file where there is no
 * `ssh`. Asked once per file and host; a failure is asked about again. Throws BadConfig, also for a file that only
 * `ssh` can read.
 */
export function opensshOptions(host: string, file: string | undefined): Promise<OpensshOptions> {
  const key = `${file ?? ''}\n${host}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const asked = askOpenssh(host, file).catch((error: unknown) => {
    cache.delete(key);
    throw badConfig(error, file);
  });
  cache.set(key, asked);
  return asked;
}

async function askOpenssh(host: string, file: string | undefined): Promise<OpensshOptions> {
  try {
    const [options, defaults] = await Promise.all([runOpenssh(host, file), builtInOptions()]);
    return withoutDefaults(options, defaults);
  } catch (error) {
    if (isMissingFile(error)) return readConfig(host, file);
    throw error;
  }
}

async function runOpenssh(host: string, file: string | undefined): Promise<OpensshOptions> {
  const { stdout } = await run('ssh', ['-G', ...(file === undefined ? [] : ['-F', file]), '--', host], {
    timeout: 10_000,
    // Said, because a test's environment is not that of its process.
    env: process.env,
  });
  return parseOptions(stdout);
}

let defaultsAsked: Promise<OpensshOptions> | null = null;

/** What `ssh` does of itself, asked once: `ssh -G` tells it along with what was set. */
function builtInOptions(): Promise<OpensshOptions> {
  defaultsAsked ??= runOpenssh('localhost', '/dev/null').catch((error: unknown) => {
    defaultsAsked = null;
    throw error;
  });
  return defaultsAsked;
}

/** Reads `ssh -G`: `name value`, one a line. */
function parseOptions(text: string): OpensshOptions {
  const options = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [, name, value] = /^(\S+) (.*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) options.set(name, [...(options.get(name) ?? []), value]);
  }
  return options;
}

const withoutDefaults = (options: OpensshOptions, defaults: OpensshOptions): OpensshOptions =>
  new Map([...options].filter(([name, values]) => values.join('\n') !== defaults.get(name)?.join('\n')));

/** What `ssh-config` would pass over in silence (facts/ssh-and-hosts.md §1). */
const onlyForOpenssh = /^\s*(?:include\b|match\b.*\bexec\b).*$/im;

async function readConfig(host: string, file: string | undefined): Promise<OpensshOptions> {
  const text = file === undefined ? await readOwnConfig() : await readFile(file, 'utf8');
  const [line] = onlyForOpenssh.exec(text) ?? [];
  if (line !== undefined) throw new Error(`only the ssh program can follow "${line.trim()}", and it is not installed`);
  const computed = SSHConfig.parse(text).compute(host);
  return new Map(
    Object.entries(computed).map(([name, value]) => [name.toLowerCase(), typeof value === 'string' ? [value] : value]),
  );
}

const readOwnConfig = (): Promise<string> =>
  readFile(path.join(homedir(), '.ssh/config'), 'utf8').catch((error: unknown) => {
    if (isMissingFile(error)) return '';
    throw error;
  });

/** One line: what `ssh` itself says first, or why the file cannot be read. */
function badConfig(error: unknown, file: string | undefined): OffloadError {
  const said = typeof error === 'object' && error !== null && 'stderr' in error ? String(error.stderr) : '';
  const [why] = (said === '' ? String(error) : said).trim().split(/\r?\n/);
  const message = `the OpenSSH configuration ${file ?? 'of this user'} cannot be used: ${why ?? ''}`;
  return new OffloadError({ type: 'BadConfig', message }, { cause: error });
}
