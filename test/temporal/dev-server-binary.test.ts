import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { devServerBinary, serverVersion } from '../../temporal/dev-server-binary';
import { downloadServer } from '../../temporal/download-server';

const environment = { ...process.env };
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'dev-server-binary-'));
  process.env.XDG_CACHE_HOME = path.join(folder, 'cache');
  process.env.PATH = path.join(folder, 'bin');
  delete process.env.TEMPORAL_CLI_PATH;
});

afterEach(async () => {
  jest.restoreAllMocks();
  for (const name of ['XDG_CACHE_HOME', 'PATH', 'TEMPORAL_CLI_PATH']) {
    const value = environment[name];
    if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
  }
  await rm(folder, { recursive: true, force: true });
});

const silent = (): void => undefined;
const onPath = (): string => path.join(folder, 'bin', 'temporal');
const inCache = (): string => path.join(folder, 'cache', 'xen-offload', `temporal-${serverVersion}`, 'temporal');

async function program(file: string, text = '#!/bin/sh\n'): Promise<string> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
  await chmod(file, 0o755);
  return file;
}

describe('the server program', () => {
  test('is the one that TEMPORAL_CLI_PATH names, before all others', async () => {
    await program(onPath());
    process.env.TEMPORAL_CLI_PATH = await program(path.join(folder, 'mine'));
    expect(await devServerBinary(silent)).toBe(path.join(folder, 'mine'));
  });

  test('is refused when TEMPORAL_CLI_PATH names no program, whatever else is there', async () => {
    await program(onPath());
    process.env.TEMPORAL_CLI_PATH = folder;
    await expect(devServerBinary(silent)).rejects.toMatchObject({
      type: 'ServerUnavailable',
      message: `TEMPORAL_CLI_PATH names ${folder}, which is no program`,
    });
  });

  test('is found on PATH before the cache', async () => {
    await program(inCache());
    await program(onPath());
    expect(await devServerBinary(silent)).toBe(onPath());
  });

  test('comes from the cache when PATH has only a folder of that name', async () => {
    await program(inCache());
    await mkdir(onPath(), { recursive: true });
    process.env.PATH = `:${path.join(folder, 'bin')}`;
    expect(await devServerBinary(silent)).toBe(inCache());
  });
});

describe('a server program that is nowhere yet', () => {
  const offline = () =>
    jest.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('fetch failed', { cause: new Error('no route') }));

  test('is built once, however many commands want it, over what a killed one left', async () => {
    offline();
    const builds = path.join(folder, 'builds');
    await program(
      path.join(folder, 'bin', 'go'),
      `#!/bin/sh\necho build >>'${builds}'\n/bin/cp "$0" "$GOBIN/temporal"\n`,
    );
    await program(path.join(path.dirname(inCache()), 'build-killed', 'temporal'));
    const lines: string[] = [];
    const tell = (line: string): void => void lines.push(line);
    const found = await Promise.all([devServerBinary(tell), devServerBinary(tell)]);
    expect(found).toEqual([inCache(), inCache()]);
    expect(await readFile(builds, 'utf8')).toBe('build\n');
    expect(await readdir(path.dirname(inCache()))).toEqual(['temporal']);
    expect(lines).toContain('The download did not work (no route); building it with Go, which takes a few minutes');
  });

  test('and can be had by no way says what was tried', async () => {
    offline();
    await expect(devServerBinary(silent)).rejects.toMatchObject({
      type: 'ServerUnavailable',
      message: 'no Temporal server: the download failed (no route) and so did the build (Go is not installed)',
    });
  });

  test('and has no folder to be kept in says which', async () => {
    process.env.XDG_CACHE_HOME = await program(path.join(folder, 'file'));
    await expect(devServerBinary(silent)).rejects.toMatchObject({
      type: 'ServerUnavailable',
      message: expect.stringContaining(`${folder}/file/xen-offload`),
    });
  });
});

describe('downloading the server program', () => {
  test('unpacks the official archive of this version', async () => {
    process.env.PATH = environment.PATH;
    await program(path.join(folder, 'release', 'temporal'), 'the server');
    const archive = path.join(folder, 'release.tar.gz');
    execFileSync('tar', ['-czf', archive, '-C', path.join(folder, 'release'), 'temporal']);
    const fetched = jest.spyOn(globalThis, 'fetch').mockResolvedValue(new Response(await readFile(archive)));
    const target = path.join(folder, 'downloaded');
    await mkdir(target);
    expect(await downloadServer(serverVersion, target, silent)).toBeNull();
    expect(await readdir(target)).toEqual(['temporal']);
    expect(await readFile(path.join(target, 'temporal'), 'utf8')).toBe('the server');
    expect(fetched).toHaveBeenCalledWith(
      expect.stringMatching(
        /^https:\/\/github\.com\/temporalio\/cli\/releases\/download\/v1\.5\.1\/temporal_cli_1\.5\.1_\w+\.tar\.gz$/,
      ),
      expect.anything(),
    );
  });

  test.each([
    ['is not there', new Response('', { status: 404 }), 'HTTP 404'],
    ['is no archive', new Response('<html>'), 'tar'],
  ])('that %s leaves nothing behind', async (_, response, why) => {
    process.env.PATH = environment.PATH;
    jest.spyOn(globalThis, 'fetch').mockResolvedValue(response);
    const target = path.join(folder, 'downloaded');
    await mkdir(target);
    expect(await downloadServer(serverVersion, target, silent)).toContain(why);
    expect(await readdir(target)).toEqual([]);
  });
});
