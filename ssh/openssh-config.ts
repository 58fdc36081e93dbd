import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
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
 * `ssh` (without Include and Match exec). Asked once per file and host; a failure is asked about again. Throws BadConfig.
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
    const { stdout } = await run('ssh', ['-G', ...(file === undefined ? [] : ['-F', file]), '--', host], {
      timeout: 10_000,
    });
    return parseOptions(stdout);
  } catch (error) {
    if (isMissingFile(error)) return readConfig(host, file);
    throw error;
  }
}

/** Reads `ssh -G`: `name value`, one a line. A user that is the local one stands for "not set" and is left out. */
function parseOptions(text: string): OpensshOptions {
  const options = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [, name, value] = /^(\S+) (.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) continue;
    if (name === 'user' && value === userInfo().username) continue;
    options.set(name, [...(options.get(name) ?? []), value]);
  }
  return options;
}

async function readConfig(host: string, file: string | undefined): Promise<OpensshOptions> {
  const text = file === undefined ? await readOwnConfig() : await readFile(file, 'utf8');
  const computed = SSHConfig.parse(text).compute(host);
  return new Map([
    ['identityfile', defaultIdentities],
    ...Object.entries(computed).map(
      ([name, value]) => [name.toLowerCase(), typeof value === 'string' ? [value] : value] as const,
    ),
  ]);
}

const readOwnConfig = (): Promise<string> =>
  readFile(path.join(homedir(), '.ssh/config'), 'utf8').catch((error: unknown) => {
    if (isMissingFile(error)) return '';
    throw error;
  });

/** The keys `ssh -G` names where nothing is configured, of the kinds ssh2 can read. */
const defaultIdentities: readonly string[] = ['~/.ssh/id_rsa', '~/.ssh/id_ecdsa', '~/.ssh/id_ed25519'];

/** One line: what `ssh` itself says first, or why the file cannot be read. */
function badConfig(error: unknown, file: string | undefined): OffloadError {
  const said = typeof error === 'object' && error !== null && 'stderr' in error ? String(error.stderr) : '';
  const [why] = (said === '' ? String(error) : said).trim().split(/\r?\n/);
  const message = `the OpenSSH configuration ${file ?? 'of this user'} cannot be used: ${why ?? ''}`;
  return new OffloadError({ type: 'BadConfig', message }, { cause: error });
}
