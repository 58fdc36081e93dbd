import path from 'node:path';
import { grownChecksumCounters } from '../../domain/checksum-counters';
import type { HostDetection, NicDetection } from '../../domain/inspection';
import { limits } from '../../domain/limits';
import { oneExecution, type HostRef } from '../../domain/run';
import { parseEthtoolCounters } from '../../parse/ethtool-counters';
import { parseSections, type Section } from '../../parse/sections';
import { countChecksums } from '../../parse/tcpdump-counts';
import { countSenders } from '../../parse/tcpdump-senders';
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

/** Counts checksum errors on every NIC of a host, received and sent apart, and by its own counters, in one SSH execution. */
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
  const seen = new Map(Object.entries(nics).map(([device, { mtu }]) => [device, nicDetection(sections, device, mtu)]));
  return { nics: Object.fromEntries(seen), cost: oneExecution };
}

function nicDetection(sections: readonly Section[], device: string, mtu: number): NicDetection {
  const text = (name: string): string =>
    sections.find((section) => section.name === name && section.argument === device)?.text ?? '';
  return {
    in: countChecksums(text('in'), mtu),
    out: countChecksums(text('out'), mtu),
    senders: countSenders(text('in'), mtu),
    grown: grownChecksumCounters(
      parseEthtoolCounters(text('counters-before')),
      parseEthtoolCounters(text('counters-after')),
    ),
  };
}
