import path from 'node:path';
import { limits } from '../../domain/limits';
import type { HostRef } from '../../domain/run';
import type { Measurement } from '../../domain/throughput';
import type { ActivityDependencies } from '../shared/dependencies';
import { hostScript } from '../shared/host-script';
import { runOnHost } from '../shared/run-on-host';
import { readIperf3 } from './read-iperf3';

const script = hostScript(path.join(__dirname, 'measure-throughput.sh'));

export interface MeasureThroughputInput {
  readonly pool: string;
  /** The host that sends. */
  readonly host: HostRef;
  /** Of the host that receives. */
  readonly address: string;
  readonly port: number;
  readonly seconds: number;
  /** How long it waits for the host that receives. */
  readonly patienceSeconds: number;
}

/** Measures TCP throughput to a host where serveThroughput runs at the same time. Throws ToolMissing without iperf3. */
export async function measureThroughput(
  dependencies: ActivityDependencies,
  { pool, host, address, port, seconds, patienceSeconds }: MeasureThroughputInput,
  signal: AbortSignal,
): Promise<Measurement> {
  const args = [host.uuid, address, ...[port, seconds, patienceSeconds].map(String)];
  const run = { script, args, timeoutSeconds: seconds + patienceSeconds + limits.answerMarginSeconds };
  return readIperf3(await runOnHost(dependencies, pool, host, run, signal), `${address} port ${String(port)}`);
}
