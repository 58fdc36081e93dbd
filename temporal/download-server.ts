import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { chmod, mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const silenceMs = 10_000;
const wholeMs = 300_000;
const sayEveryMs = 5_000;

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
    const file = path.join(temporary, archive);
    await fetchFile(url, file, progress);
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

/** Bounded twice: a sender that falls silent is given up soon, a slow download late. */
async function fetchFile(url: string, file: string, progress: (line: string) => void): Promise<void> {
  const silence = new AbortController();
  const silent = setTimeout(() => {
    silence.abort(new Error(`no data for ${String(silenceMs / 1_000)} s`));
  }, silenceMs);
  let bytes = 0;
  let whole = '';
  const say = setInterval(() => {
    progress(`Downloading the Temporal server: ${megabytes(bytes)}${whole} MB`);
  }, sayEveryMs);
  try {
    const signal = AbortSignal.any([silence.signal, AbortSignal.timeout(wholeMs)]);
    const response = await fetch(url, { signal });
    if (!response.ok || response.body === null) throw new Error(`HTTP ${String(response.status)}`);
    const length = response.headers.get('content-length');
    if (length !== null) whole = ` of ${megabytes(Number(length))}`;
    const body = Readable.fromWeb(response.body).on('data', (chunk: Uint8Array) => {
      bytes += chunk.length;
      silent.refresh();
    });
    await pipeline(body, createWriteStream(file), { signal });
  } finally {
    clearTimeout(silent);
    clearInterval(say);
  }
}

const megabytes = (bytes: number): string => String(Math.round(bytes / 1_000_000));

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
