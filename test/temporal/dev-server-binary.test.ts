import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { buildServer } from '../../temporal/build-server';
import { devServerBinary, serverVersion } from '../../temporal/dev-server-binary';

const environment = { ...process.env };
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'dev-server-binary-'));
  process.env.XDG_CACHE_HOME = path.join(folder, 'cache');
  process.env.PATH = path.join(folder, 'bin');
  delete process.env.TEMPORAL_CLI_PATH;
});

afterEach(async () => {
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

describe('building the server program', () => {
  test('puts it into place whole, of the one version', async () => {
    const target = path.join(folder, 'built');
    await mkdir(target);
    await program(path.join(folder, 'bin', 'go'), '#!/bin/sh\necho "$*" >"$GOBIN/temporal"\n');
    expect(await buildServer(serverVersion, target, silent)).toBeNull();
    expect(await readFile(path.join(target, 'temporal'), 'utf8')).toBe(
      'install -v github.com/temporalio/cli/cmd/temporal@v1.5.1\n',
    );
  });

  test('says with the last words of Go why it failed', async () => {
    await program(path.join(folder, 'bin', 'go'), '#!/bin/sh\necho "no space left on device" >&2\nexit 1\n');
    expect(await buildServer(serverVersion, folder, silent)).toBe(
      'go install ended with exit code 1: no space left on device',
    );
  });
});
