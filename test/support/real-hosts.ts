import { z } from 'zod';
import { labFiles } from '../../lab/namespaces/lab-files';
import type { RunningLab } from '../../lab/namespaces/running-lab';
import { askLab } from '../../lab/namespaces/xapi/ask-lab';
import type { LabCommand } from '../../lab/namespaces/xapi/lab-command';
import { startCommandIn } from './command-line';

/** What tests read of a report. */
const report = z.object({
  outcome: z.string(),
  hosts: z.array(
    z.object({
      name: z.string(),
      outcome: z.string(),
      error: z.object({ type: z.string(), message: z.string() }).nullable(),
      nics: z.array(z.object({ device: z.string(), verdict: z.string().nullable() })),
      changes: z.array(z.record(z.string(), z.unknown())),
      cures: z.array(z.object({ device: z.string(), answer: z.string(), because: z.string() })),
    }),
  ),
  summary: z.object({ changed: z.number(), xeWrites: z.number() }),
});

export type SeenReport = z.infer<typeof report>;

/** Runs xen-offload where a lab of real hosts is reached. Throws Error, with what it said, where it gives no report. */
export async function offloadIn(lab: RunningLab, ...words: readonly string[]): Promise<SeenReport> {
  const { stdout, stderr } = await startCommandIn(lab.clientNamespace, [...words, '--json'], lab.folder).end;
  const parsed = report.safeParse(stdout === '' ? null : JSON.parse(stdout));
  if (!parsed.success) throw new Error(`${words.join(' ')}: ${parsed.error.message} ${stderr}`);
  return parsed.data;
}

/** By host; null where nothing is said of that NIC. */
export const verdictsOf = ({ hosts }: SeenReport, device: string): Readonly<Record<string, string | null>> =>
  Object.fromEntries(hosts.map((host) => [host.name, host.nics.find((nic) => nic.device === device)?.verdict ?? null]));

export const addFault = (lab: string, fault: Extract<LabCommand, { ask: 'add-fault' }>['fault']): Promise<unknown> =>
  askLab(labFiles(lab).socket, { ask: 'add-fault', fault });
