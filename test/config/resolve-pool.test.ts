import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { PoolConfig } from '../../config/pool-config';
import { resolvePool } from '../../config/resolve-pool';
import { savePool } from '../../config/saved-pools';

const byAddress = (name: string): PoolConfig => ({
  name,
  hosts: [name],
  ssh: {},
  policy: null,
  only: [],
  exclude: [],
  waves: {},
});

const reached = {
  identity: ['/keys/lab'],
  hostKeys: 'accept-new' as const,
  fingerprints: [`SHA256:${'A'.repeat(43)}`],
};

let stateDir = '';
let configFile = '';

beforeAll(async () => {
  stateDir = await mkdtemp(path.join(tmpdir(), 'resolve-pool-'));
  configFile = path.join(stateDir, 'pools.yaml');
  await writeFile(configFile, 'pools:\n  prod-a: { hosts: [configured] }\n');
  await savePool(stateDir, { ...byAddress('prod-a'), hosts: ['saved'] });
  await savePool(stateDir, { ...byAddress('root@[fd00::1]:2222'), ssh: reached });
  await savePool(stateDir, { ...byAddress('simulated:64'), hosts: ['xen-01'], waves: { soakSeconds: 1 } });
});

afterAll(() => rm(stateDir, { recursive: true, force: true }));

const resolve = (name: string): Promise<PoolConfig> => resolvePool(name, { configFile, stateDir });

describe('a pool', () => {
  test('of the configuration wins over a saved one', async () => {
    expect(await resolve('prod-a')).toMatchObject({ hosts: ['configured'] });
  });

  test('given by address comes back with the flags it was saved with', async () => {
    expect(await resolve('root@[fd00::1]:2222')).toEqual({
      ...byAddress('root@[fd00::1]:2222'),
      ssh: reached,
    });
  });

  test('that is simulated comes back with its short soak', async () => {
    expect(await resolve('simulated:64')).toMatchObject({ hosts: ['xen-01'], waves: { soakSeconds: 1 } });
  });

  test.each(['root@10.0.0.11', 'root@10.0.0.11:2222', 'root@[fd00::2]', 'admin@xen.example'])(
    '%s needs no configuration',
    async (name) => {
      expect(await resolve(name)).toEqual(byAddress(name));
    },
  );

  test.each([
    ['prod-b', 'no pool is called prod-b; did you mean prod-a?'],
    ['simulatd', 'no pool is called simulatd; did you mean simulated?'],
    ['warehouse', 'no pool is called warehouse'],
    ['10.0.0.11', 'no pool is called 10.0.0.11'],
  ])('called %s is unknown, and the nearest known one is named', async (name, message) => {
    await expect(resolve(name)).rejects.toMatchObject({ type: 'UnknownPool', message });
  });

  test('whose saved file is damaged says which file to remove', async () => {
    const file = path.join(stateDir, 'pools', 'broken.json');
    await writeFile(file, '{');
    await expect(resolve('broken')).rejects.toMatchObject({
      type: 'BadConfig',
      message: `saved pool ${file} is damaged; remove it`,
    });
    await rm(file);
  });

  test('can be saved by several commands at once', async () => {
    const pool = byAddress('root@10.0.0.99');
    await Promise.all(Array.from({ length: 8 }, () => savePool(stateDir, pool)));
    expect(await resolve(pool.name)).toEqual(pool);
    expect((await readdir(path.join(stateDir, 'pools'))).filter((file) => !file.endsWith('.json'))).toEqual([]);
  });

  test('that cannot be saved says which file', async () => {
    await expect(savePool(configFile, byAddress('root@10.0.0.99'))).rejects.toMatchObject({
      type: 'BadConfig',
      message: `saved pool ${path.join(configFile, 'pools', 'root%4010.0.0.99.json')} cannot be written`,
    });
  });
});
