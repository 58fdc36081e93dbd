import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const firstAnswerMs = 10_000;
const wholeMs = 300_000;

/** Downloads the official release of the server into a folder. Null when it is there, else why it is not. */
export async function downloadServer(
  version: string,
  folder: string,
  progress: (line: string) => void,
): Promise<string | null> {
  const platform = process.platform === 'darwin' ? 'darwin' : 'linux';
  const architecture = process.arch === 'arm64' ? 'arm64' : 'amd64';
  const archive = `temporal_cli_${version.slice(1)}_${platform}_${architecture}.tar.gz`;
  const url = `https://github.com/temporalio/cli/releases/download/${version}/${archive}`;
  const temporary = await mkdtemp(path.join(folder, 'download-'));
  try {
    progress(`Downloading ${url}`);
    const bytes = await fetchBytes(url);
    const file = path.join(temporary, archive);
    await writeFile(file, bytes);
    await run('tar', ['-xzf', file, '-C', temporary, 'temporal']);
    await chmod(path.join(temporary, 'temporal'), 0o755);
    await rename(path.join(temporary, 'temporal'), path.join(folder, 'temporal'));
    return null;
  } catch (error) {
    return reason(error);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** Bounded twice: a host that does not answer is given up soon, a slow download late. */
async function fetchBytes(url: string): Promise<Buffer> {
  const firstAnswer = new AbortController();
  const timer = setTimeout(() => {
    firstAnswer.abort(new Error('no answer'));
  }, firstAnswerMs);
  const signal = AbortSignal.any([firstAnswer.signal, AbortSignal.timeout(wholeMs)]);
  const response = await fetch(url, { signal }).finally(() => {
    clearTimeout(timer);
  });
  if (!response.ok) throw new Error(`HTTP ${String(response.status)}`);
  return Buffer.from(await response.arrayBuffer());
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
