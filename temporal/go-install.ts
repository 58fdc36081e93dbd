import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import readline from 'node:readline';
import { isMissingFile } from '../domain/file-missing';

const sayEveryMs = 5_000;

/**
 * Builds programs of Temporal's with `go install` and puts them into a folder, whole.
 * @param packages `path@version` of each
 * @returns null when they are there, else why they are not
 */
export async function goInstall(
  packages: readonly string[],
  folder: string,
  progress: (line: string) => void,
): Promise<string | null> {
  const temporary = await mkdtemp(path.join(folder, 'build-'));
  const started = Date.now();
  const done = { modules: 0, packages: 0 };
  let lastLine = '';
  const child = spawn('go', ['install', '-v', ...packages], {
    env: { ...process.env, GOBIN: temporary },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const say = setInterval(() => {
    const seconds = Math.round((Date.now() - started) / 1_000);
    const { modules, packages } = done;
    progress(
      `Building the Temporal server: ${String(seconds)} s, ${String(modules)} modules fetched, ${String(packages)} packages compiled`,
    );
  }, sayEveryMs);
  readline.createInterface(child.stderr).on('line', (line) => {
    lastLine = line;
    if (line.startsWith('go: downloading ')) done.modules += 1;
    else if (!line.startsWith('go: ')) done.packages += 1;
  });
  try {
    await once(child, 'close');
    if (child.exitCode !== 0) return `go install ended with exit code ${String(child.exitCode)}: ${lastLine}`;
    const programs = await readdir(temporary);
    await Promise.all(programs.map((name) => rename(path.join(temporary, name), path.join(folder, name))));
    return null;
  } catch (error) {
    return isMissingFile(error) ? 'Go is not installed' : String(error);
  } finally {
    clearInterval(say);
    await rm(temporary, { recursive: true, force: true });
  }
}
