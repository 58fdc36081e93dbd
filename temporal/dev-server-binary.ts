import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { OffloadError } from '../domain/errors';
import { cacheFolder } from './cache-folder';
import { downloadServer } from './download-server';
import { goInstall } from './go-install';
import { withLock } from './with-lock';

/**
 * The one version this tool starts. Later ones cannot be built with `go install` (design §7).
 * @internal exported for its test
 */
export const serverVersion = 'v1.5.1';
const serverPackage = `github.com/temporalio/cli/cmd/temporal@${serverVersion}`;

/**
 * The `temporal` binary: TEMPORAL_CLI_PATH, PATH, our cache, a download, or built with Go; says what takes long.
 * Throws ServerUnavailable, naming what was tried.
 */
export async function devServerBinary(progress: (line: string) => void): Promise<string> {
  const named = process.env.TEMPORAL_CLI_PATH;
  if (named !== undefined && named !== '') {
    if (isExecutable(named)) return named;
    throw new OffloadError({
      type: 'ServerUnavailable',
      message: `TEMPORAL_CLI_PATH names ${named}, which is no program`,
    });
  }
  const pathFolders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  const onPath = pathFolders.map((folder) => path.join(folder, 'temporal'));
  const folder = cacheFolder(`temporal-${serverVersion}`);
  const cached = path.join(folder, 'temporal');
  const found = [...onPath, cached].find(isExecutable);
  if (found !== undefined) return found;
  makeFolder(folder);
  return withLock(folder, () => fetchServer(folder, cached, progress));
}

async function fetchServer(folder: string, cached: string, progress: (line: string) => void): Promise<string> {
  if (isExecutable(cached)) return cached;
  await removeLeftovers(folder);
  progress(`No Temporal server on this machine yet: getting ${serverVersion} once, into ${folder}`);
  const download = await downloadServer(serverVersion, folder, progress);
  if (download === null) return cached;
  progress(`The download did not work (${download}); building it with Go, which takes a few minutes`);
  const build = await goInstall([serverPackage], folder, progress);
  if (build === null) return cached;
  throw new OffloadError({
    type: 'ServerUnavailable',
    message: `no Temporal server: the download failed (${download}) and so did the build (${build})`,
  });
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    const message = `no Temporal server, and the folder to keep one in cannot be written: ${String(error)}`;
    throw new OffloadError({ type: 'ServerUnavailable', message }, { cause: error });
  }
}

/** What a killed download or build left; the lock is ours, so nobody works in there. */
async function removeLeftovers(folder: string): Promise<void> {
  const left = (await readdir(folder)).filter((name) => /^(build|download)-/.test(name));
  await Promise.all(left.map((name) => rm(path.join(folder, name), { recursive: true, force: true })));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
