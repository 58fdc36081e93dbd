import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { limits } from '../domain/limits';
import { root } from './tidy/project-files';

const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

const dependency = z.object({ condition: z.string() });
const service = z.object({
  image: z.string(),
  user: z.string().optional(),
  environment: z.record(z.string(), z.string()).default({}),
  ports: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), dependency).default({}),
  restart: z.string().optional(),
  healthcheck: z.object({}).optional(),
  command: z.array(z.string()).default([]),
  volumes: z.array(z.union([z.string(), z.object({ source: z.string(), read_only: z.boolean() })])).default([]),
  stop_grace_period: z.string().optional(),
});
const composeFile = z.object({
  services: z.record(z.string(), service),
  secrets: z.record(z.string(), z.object({ file: z.string() })),
});

const compose = composeFile.parse(parse(read('docker-compose.yml'), { merge: true }));
const services = Object.entries(compose.services);
const versions = parseEnv(read('.env'));

describe('docker-compose.yml', () => {
  test('publishes no port beyond this machine: nobody is asked who they are', () => {
    const open = services.flatMap(([, { ports }]) => ports).filter((port) => !port.startsWith('127.0.0.1:'));
    expect(open).toEqual([]);
  });

  test('holds no password, key or token: those come from files that git and the build leave alone', () => {
    const secret = /PASSWORD|PWD|SECRET|TOKEN|KEY/;
    const inEnvironment = services.flatMap(([, { environment }]) =>
      Object.entries(environment).filter(([name]) => secret.test(name) && !name.endsWith('_FILE')),
    );
    const files = Object.values(compose.secrets).map(({ file }) => file);

    expect(inEnvironment).toEqual([]);
    expect(Object.keys(versions).filter((name) => secret.test(name))).toEqual([]);
    expect(files.filter((file) => !file.startsWith('./secrets/'))).toEqual([]);
    expect(read('.gitignore')).toMatch(/^\/secrets\/$/m);
    expect(read('.dockerignore')).toMatch(/^secrets\/$/m);
  });

  test('takes the version of every foreign image from .env, and none is the latest', () => {
    const foreign = services.map(([, { image }]) => image).filter((image) => image !== 'xen-offload:local');
    const named = foreign.map((image) => /^[\w/-]+:\$\{(\w+)\}$/.exec(image)?.[1] ?? image);

    expect(named.filter((name) => !/^\d/.test(versions[name] ?? ''))).toEqual([]);
  });

  test('waits for what each service needs: for health where there is a check, for the end where there is one', () => {
    const wrong = services.flatMap(([name, { depends_on }]) =>
      Object.entries(depends_on).filter(([needed, { condition }]) => {
        const { healthcheck, restart } = compose.services[needed] ?? {};
        const expected = restart === undefined ? 'service_completed_successfully' : 'service_healthy';
        return condition !== expected || (restart !== undefined && healthcheck === undefined) || needed === name;
      }),
    );
    expect(wrong).toEqual([]);
  });

  test('says of every service that stays whether it is well', () => {
    const unwatched = services.filter(([, each]) => each.restart !== undefined && each.healthcheck === undefined);
    expect(unwatched.map(([name]) => name)).toEqual([]);
  });

  test('runs our image as no root, and lets it read keys and pools only', () => {
    const { worker } = compose.services;
    const writable = worker?.volumes.filter((volume) => typeof volume !== 'string' && !volume.read_only);

    expect(worker?.user).toBe('node');
    expect(writable).toEqual([]);
    expect(worker?.volumes.filter((volume) => typeof volume === 'string')).toEqual(['worker:/var/lib/xen-offload']);
  });

  test('keeps finished runs for a month, and lets the steps of a worker that is stopped end', () => {
    expect(compose.services['prepare-server']?.command).toEqual(['prepare-server', '--retention', '720h']);
    expect(Number.parseInt(compose.services.worker?.stop_grace_period ?? '', 10)).toBeGreaterThan(
      limits.workerGraceSeconds,
    );
  });
});

describe('the Dockerfile', () => {
  const dockerfile = read('Dockerfile');

  test('builds on glibc, which the native module needs, and the Node of .nvmrc', () => {
    expect([...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image)).toEqual([
      'node:${NODE_VERSION}-bookworm-slim',
      'node:${NODE_VERSION}-bookworm-slim',
    ]);
    expect(versions.NODE_VERSION).toBe(read('.nvmrc').trim());
  });

  test('ends as a user that is not root', () => {
    expect([...dockerfile.matchAll(/^USER (\S+)/gm)].map(([, user]) => user)).toEqual(['node']);
  });
});

const withCompose = isInstalled('docker-compose') ? describe : describe.skip;

withCompose('docker-compose config (skipped where it is not installed)', () => {
  const config = (folder: string): unknown =>
    parse(
      execFileSync('docker-compose', ['config'], { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }),
    );

  test('understands docker-compose.yml, also with the encryption that docs/docker.md adds', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'xen-offload-compose-'));
    try {
      for (const file of ['docker-compose.yml', '.env']) cpSync(path.join(root, file), path.join(folder, file));
      expect(config(folder)).toMatchObject({ services: { temporal: { image: 'temporalio/server:1.31.1' } } });

      const [, override = ''] = /```yaml\n([\s\S]*?)```/.exec(read('docs/docker.md')) ?? [];
      writeFileSync(path.join(folder, 'docker-compose.override.yml'), override);
      const environment = { XEN_OFFLOAD_ENCRYPTION_KEY_FILE: '/run/secrets/encryption-key' };
      expect(config(folder)).toMatchObject({
        services: { worker: { environment: { ...environment, TEMPORAL_ADDRESS: 'temporal:7233' } } },
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

function isInstalled(program: string): boolean {
  return (process.env.PATH ?? '').split(path.delimiter).some((folder) => existsSync(path.join(folder, program)));
}
