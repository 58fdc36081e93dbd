import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { labFiles } from './lab-files';
import { askLab } from './xapi/ask-lab';

const labHost = z.object({
  number: z.number(),
  name: z.string(),
  uuid: z.string(),
  address: z.string(),
  namespace: z.string(),
  /** The process outside that holds the host's; its one child is the host's process 1. */
  pid: z.number(),
});

/** A lab that is up: what it is, and how OpenSSH or anything else reaches it from its client's namespace. No secret. */
export const runningLab = z.object({
  lab: z.string(),
  folder: z.string(),
  pool: z.object({ uuid: z.string(), name: z.string() }),
  coordinatorAddress: z.string(),
  /** Network namespace from which the hosts are reached. */
  clientNamespace: z.string(),
  sshConfigFile: z.string(),
  configFile: z.string(),
  hosts: z.array(labHost),
});

export type RunningLab = z.infer<typeof runningLab>;
export type LabHost = RunningLab['hosts'][number];

/** The lab of that name that is up; null where there is none, or only what a crash left of one. */
export async function findRunningLab(lab: string): Promise<RunningLab | null> {
  const files = labFiles(lab);
  if (!existsSync(files.lab)) return null;
  try {
    await askLab(files.socket, { ask: 'fired' });
  } catch {
    return null;
  }
  return readLab(lab);
}

export const readLab = (lab: string): RunningLab =>
  runningLab.parse(JSON.parse(readFileSync(labFiles(lab).lab, 'utf8')));
