import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import SSHConfig from 'ssh-config';
import { isMissingFile } from '../domain/file-missing';

/** What OpenSSH would do for a host: every option that was set, by lower-case name, each with its values in order. */
export type OpensshOptions = ReadonlyMap<string, readonly string[]>;

const run = promisify(execFile);
const cache = new Map<string, Promise<OpensshOptions>>();

/**
 * The OpenSSH client's options for a host: from `ssh -G`, which is exact, or by reading the file where there is no
 * `ssh` (without Include and Match exec). Asked once per file and host.
 */
export function opensshOptions(host: string, file: string | undefined): Promise<OpensshOptions> {
  const key = `${file ?? ''}\n${host}`;
  const known = cache.get(key) ?? askOpenssh(host, file);
  cache.set(key, known);
  return known;
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
  const text = await readFile(file ?? path.join(homedir(), '.ssh/config'), 'utf8').catch(() => '');
  const computed = SSHConfig.parse(text).compute(host);
  return new Map(
    Object.entries(computed).map(([name, value]) => [name.toLowerCase(), typeof value === 'string' ? [value] : value]),
  );
}
