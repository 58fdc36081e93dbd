import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { goInstall } from '../../temporal/go-install';

const searchPath = process.env.PATH;
const silent = (): void => undefined;
let folder = '';
let target = '';

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'go-install-'));
  target = path.join(folder, 'built');
  await mkdir(target);
  process.env.PATH = path.join(folder, 'bin');
});

afterEach(async () => {
  process.env.PATH = searchPath;
  await rm(folder, { recursive: true, force: true });
});

async function standInForGo(commands: string): Promise<void> {
  const file = path.join(folder, 'bin', 'go');
  await mkdir(path.dirname(file));
  await writeFile(file, `#!/bin/sh\n${commands}\n`);
  await chmod(file, 0o755);
}

describe('building programs with Go', () => {
  test('puts every one into place, of the versions asked for', async () => {
    await standInForGo('echo "$*" >"$GOBIN/server"\necho >"$GOBIN/sql"');
    expect(await goInstall(['host/server@v1', 'host/sql@v1'], target, silent)).toBeNull();
    expect((await readdir(target)).sort()).toEqual(['server', 'sql']);
    expect(await readFile(path.join(target, 'server'), 'utf8')).toBe('install -v host/server@v1 host/sql@v1\n');
  });

  test('says with the last words of Go why it failed, and leaves nothing half done', async () => {
    await standInForGo('echo >"$GOBIN/server"\necho "no space left on device" >&2\nexit 1');
    expect(await goInstall(['host/server@v1'], target, silent)).toBe(
      'go install ended with exit code 1: no space left on device',
    );
    expect(await readdir(target)).toEqual([]);
  });
});
