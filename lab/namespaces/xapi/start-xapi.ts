import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { compiledFile } from '../../compiled-file';
import { standinPool } from '../../standin/pool/standin-pool';
import type { LabFiles } from '../lab-files';
import { hostNamespace } from '../names';
import type { RunningLab } from '../running-lab';
import { askLab } from './ask-lab';

/** Where xapi answers, on the coordinator. */
export const xapiPort = 9443;

const patienceMs = 20_000;
const pollMs = 20;

/** What xapi starts with: the pool, and the secret of each host, by host uuid. */
export const xapiPlan = z.object({ pool: standinPool, tokens: z.record(z.string(), z.string()) });
type XapiPlan = z.infer<typeof xapiPlan>;

export const xapiPlanFile = (folder: string): string => path.join(folder, 'xapi.json');

const entry = compiledFile('lab', 'namespaces', 'xapi', 'main.js');

/** Starts xapi's stand-in in the coordinator's network, and waits until it answers. Throws Error with its log. */
export async function startXapi(files: LabFiles, plan: XapiPlan, { lab }: RunningLab): Promise<void> {
  writeFileSync(xapiPlanFile(files.folder), JSON.stringify(plan), { mode: 0o600 });
  const log = openSync(files.xapiLog, 'a', 0o600);
  const child = spawn('nsenter', [`--net=/run/netns/${hostNamespace(lab, 1)}`, process.execPath, entry, lab], {
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.unref();
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline && child.exitCode === null) {
    try {
      await askLab(files.socket, { ask: 'fired' });
      return;
    } catch {
      await sleep(pollMs);
    }
  }
  throw new Error(`xapi did not start: ${readFileSync(files.xapiLog, 'utf8').trim().slice(-500)}`);
}
