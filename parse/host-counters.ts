import type { HostCounterReading } from '../domain/host-counters';

/** Which places of the `cpu` line are processor time; guest time is part of user time already (proc(5)). */
const processorFields = 8;
const softirqField = 6;

/**
 * Reads `/proc/net/snmp`, and the first line of `/proc/stat` behind it. Every protocol has a line of names and one of
 * values; older kernels have fewer names.
 */
export function parseHostCounters(text: string): HostCounterReading {
  const named = protocolCounters(text);
  const checksumErrors = [...named].filter(([name]) => name.endsWith(' InCsumErrors')).map(([, count]) => count);
  const ticks = /^cpu +([\d ]+)$/m.exec(text)?.[1]?.split(' ').map(Number).slice(0, processorFields) ?? [];
  return {
    checksumErrors: checksumErrors.length === 0 ? null : sum(checksumErrors),
    segmentsSent: named.get('Tcp OutSegs') ?? null,
    segmentsSentAgain: named.get('Tcp RetransSegs') ?? null,
    processorTicks: ticks.length === 0 ? null : sum(ticks),
    softirqTicks: ticks[softirqField] ?? null,
  };
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

/** `Tcp OutSegs` and so on. */
function protocolCounters(text: string): ReadonlyMap<string, number> {
  const names = new Map<string, readonly string[]>();
  const counters = new Map<string, number>();
  for (const line of text.split('\n')) {
    const [, protocol, rest] = /^(\w+): (.+)$/.exec(line) ?? [];
    if (protocol === undefined || rest === undefined) continue;
    const words = rest.split(' ');
    const known = names.get(protocol);
    if (known === undefined) names.set(protocol, words);
    else known.forEach((name, index) => counters.set(`${protocol} ${name}`, Number(words[index] ?? 0)));
  }
  return counters;
}
