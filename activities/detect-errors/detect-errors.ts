import path from 'node:path';
import type { ChecksumCounts, HostDetection } from '../../domain/inspection';
import { limits } from '../../domain/limits';
import { oneExecution, type HostRef } from '../../domain/run';
import { parseSections, type Section } from '../../parse/sections';
import { countChecksums } from '../../parse/tcpdump-counts';
import type { ActivityDependencies } from '../shared/dependencies';
import { hostScript } from '../shared/host-script';
import { runOnHost } from '../shared/run-on-host';

const script = hostScript(path.join(__dirname, 'detect-errors.sh'));

export interface DetectErrorsInput {
  readonly pool: string;
  readonly host: HostRef;
  /** NICs to capture on, with their MTU. */
  readonly nics: Readonly<Record<string, { readonly mtu: number }>>;
  readonly seconds: number;
}

/** Counts checksum errors on every NIC of a host, received and sent apart, in one SSH execution. */
export async function detectErrors(
  dependencies: ActivityDependencies,
  { pool, host, nics, seconds }: DetectErrorsInput,
  signal: AbortSignal,
): Promise<HostDetection> {
  const run = {
    script,
    args: [host.uuid, String(seconds), String(limits.capturePackets)],
    input: Object.keys(nics).join('\n'),
    timeoutSeconds: limits.readScriptSeconds,
  };
  const sections = parseSections(await runOnHost(dependencies, pool, host, run, signal));
  const counts = new Map(
    Object.entries(nics).map(([device, { mtu }]) => [
      device,
      { in: count(sections, 'in', device, mtu), out: count(sections, 'out', device, mtu) },
    ]),
  );
  return { nics: Object.fromEntries(counts), cost: oneExecution };
}

function count(sections: readonly Section[], direction: string, device: string, mtu: number): ChecksumCounts {
  const section = sections.find((each) => each.name === direction && each.argument === device);
  return countChecksums(section?.text ?? '', mtu);
}
