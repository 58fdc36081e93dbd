import path from 'node:path';
import type { CapturedNic } from '../../domain/captured-nic';
import { hostCounters } from '../../domain/host-counters';
import type { HostDetection, NicDetection } from '../../domain/inspection';
import { limits } from '../../domain/limits';
import { countsDamage, countsDrops, grownCounters } from '../../domain/nic-counters';
import { oneExecution, type HostRef } from '../../domain/run';
import { parseHostCounters } from '../../parse/host-counters';
import { parseNicCounters } from '../../parse/nic-counters';
import { parseCaptureProblem, parsePacketCounts } from '../../parse/packet-counts';
import { parseSections } from '../../parse/sections';
import type { ActivityDependencies } from '../shared/dependencies';
import { hostScript } from '../shared/host-script';
import { runOnHost } from '../shared/run-on-host';

const script = hostScript(path.join(__dirname, 'detect-errors.sh'), 'packets');

export interface DetectErrorsInput {
  readonly pool: string;
  readonly host: HostRef;
  /** NICs to capture on. */
  readonly nics: Readonly<Record<string, CapturedNic>>;
  readonly seconds: number;
}

/**
 * Counts checksum errors on every NIC of a host, received and sent apart, and what counters of NICs and host say
 * meanwhile, in one SSH execution. The host counts: packets do not leave it.
 */
export async function detectErrors(
  dependencies: ActivityDependencies,
  { pool, host, nics, seconds }: DetectErrorsInput,
  signal: AbortSignal,
): Promise<HostDetection> {
  const run = {
    script,
    args: [host.uuid, String(seconds), String(limits.capturePacketsPerSecond)],
    input: Object.entries(nics)
      .map(([device, nic]) => `${device} ${String(nic.mtu)} ${String(nic.singleBytes)}`)
      .join('\n'),
    timeoutSeconds: seconds + limits.readScriptSeconds,
  };
  const sections = parseSections(await runOnHost(dependencies, pool, host, run, signal));
  const text = (name: string, device: string | null): string =>
    sections.find((section) => section.name === name && section.argument === device)?.text ?? '';
  return {
    nics: Object.fromEntries(
      Object.keys(nics).map((device) => [device, nicDetection((name) => text(name, device))] as const),
    ),
    host: hostCounters(parseHostCounters(text('host-before', null)), parseHostCounters(text('host-after', null))),
    seconds,
    cost: oneExecution,
  };
}

function nicDetection(text: (section: string) => string): NicDetection {
  const received = parsePacketCounts(text('packets'), 'in');
  const sent = parsePacketCounts(text('packets'), 'out');
  const counters = [parseNicCounters(text('nic-before')), parseNicCounters(text('nic-after'))] as const;
  return {
    in: received.counts,
    out: sent.counts,
    senders: received.senders,
    sent: sent.senders,
    grown: grownCounters(...counters, countsDamage),
    dropped: grownCounters(...counters, countsDrops),
    problem: parseCaptureProblem(text('problem')),
  };
}
