import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** Where a simulated pool keeps what. */
export interface StateFiles {
  readonly pool: string;
  readonly faults: string;
  readonly endpoints: string;
  readonly process: string;
  readonly log: string;
  readonly hostKeys: string;
  readonly hosts: string;
  readonly identity: string;
  readonly knownHosts: string;
  readonly sshConfig: string;
}

export const stateFiles = (directory: string): StateFiles => ({
  pool: path.join(directory, 'pool.json'),
  faults: path.join(directory, 'faults.json'),
  endpoints: path.join(directory, 'endpoints.json'),
  process: path.join(directory, 'process.json'),
  log: path.join(directory, 'simulator.log'),
  hostKeys: path.join(directory, 'host-keys'),
  hosts: path.join(directory, 'hosts'),
  identity: path.join(directory, 'identity'),
  knownHosts: path.join(directory, 'known_hosts'),
  sshConfig: path.join(directory, 'ssh_config'),
});

/** Ports and secrets, which last from one start to the next so that what points at them stays right. */
export const endpointsSchema = z.object({
  controlPort: z.number(),
  adminToken: z.string(),
  /** By host name. */
  hosts: z.record(z.string(), z.object({ port: z.number(), token: z.string() })),
});

export type Endpoints = z.infer<typeof endpointsSchema>;

/** The content of a JSON file; null when there is none. Throws on one that is not what it should be. */
export function readJson<T>(file: string, schema: z.ZodType<T>): T | null {
  if (!existsSync(file)) return null;
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new Error(`${file} is damaged; remove it, or start with --fresh`, { cause: error });
  }
}

/** Replaces a file in one step, readable for its owner only: whoever reads sees the old or the new, never half of it. */
export function replaceFile(file: string, text: string): void {
  writeFileSync(`${file}.new`, text, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
