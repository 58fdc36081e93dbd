import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { OffloadError } from '../domain/errors';
import { isMissingFile } from '../domain/file-missing';
import type { PoolConfig } from './pool-config';

/** What is kept of a pool given by address or simulated: how to reach it. Paths and names, never a secret. */
const savedSchema = z.object({
  name: z.string(),
  hosts: z.array(z.string()),
  ssh: z.object({
    identity: z.array(z.string()).optional(),
    knownHosts: z.array(z.string()).optional(),
    hostKeys: z.enum(['strict', 'accept-new']).optional(),
    fingerprints: z.array(z.string()).optional(),
    sshConfig: z.string().optional(),
    port: z.int().optional(),
    user: z.string().optional(),
    jump: z.string().optional(),
  }),
  waves: z.object({ soakSeconds: z.number().optional() }),
});

/** Keeps how to reach a pool, so that later commands need no flags. Throws BadConfig when it cannot be written. */
export async function savePool(stateDir: string, { name, hosts, ssh, waves }: PoolConfig): Promise<void> {
  const file = poolFile(stateDir, name);
  const { soakSeconds } = waves;
  const text = JSON.stringify({ name, hosts, ssh, waves: { soakSeconds } }, null, 2);
  // Commands of one pool may save it at the same time.
  const temporary = `${file}.${randomUUID()}`;
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(temporary, text, { mode: 0o600 });
    await rename(temporary, file);
  } catch (error) {
    throw new OffloadError({ type: 'BadConfig', message: `saved pool ${file} cannot be written` }, { cause: error });
  }
}

/** A saved pool by name, or null. Throws BadConfig for a file that is damaged or cannot be read. */
export async function readSavedPool(stateDir: string, name: string): Promise<PoolConfig | null> {
  const file = poolFile(stateDir, name);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (isMissingFile(error)) return null;
    throw new OffloadError({ type: 'BadConfig', message: `saved pool ${file} cannot be read` }, { cause: error });
  }
  try {
    const { waves, ...saved } = savedSchema.parse(JSON.parse(text));
    const { soakSeconds } = waves;
    return { ...saved, waves: soakSeconds === undefined ? {} : { soakSeconds }, policy: null, only: [], exclude: [] };
  } catch (error) {
    throw new OffloadError(
      { type: 'BadConfig', message: `saved pool ${file} is damaged; remove it` },
      { cause: error },
    );
  }
}

export async function savedPoolNames(stateDir: string): Promise<readonly string[]> {
  const files = await readdir(path.join(stateDir, 'pools')).catch(() => []);
  return files
    .filter((file) => file.endsWith('.json'))
    .map((file) => decodeURIComponent(file.slice(0, -'.json'.length)));
}

const poolFile = (stateDir: string, name: string): string =>
  path.join(stateDir, 'pools', `${encodeURIComponent(name)}.json`);
