import path from 'node:path';
import { limits } from '../../domain/limits';
import type { HostRef } from '../../domain/run';
import type { ActivityDependencies } from '../shared/dependencies';
import { hostScript } from '../shared/host-script';
import { runOnHost } from '../shared/run-on-host';

const script = hostScript(path.join(__dirname, 'serve-throughput.sh'));

export interface ServeThroughputInput {
  readonly pool: string;
  /** The host that receives. */
  readonly host: HostRef;
  readonly port: number;
  /** How long a client may take, from its first attempt to its end. */
  readonly seconds: number;
}

/**
 * Receives what measureThroughput sends, and ends with it. To be cancelled when that has ended: where no client came, it
 * would wait its whole time. Throws ToolMissing without iperf3.
 */
export async function serveThroughput(
  dependencies: ActivityDependencies,
  { pool, host, port, seconds }: ServeThroughputInput,
  signal: AbortSignal,
): Promise<void> {
  const args = [host.uuid, String(port), String(seconds)];
  const run = { script, args, timeoutSeconds: seconds + limits.answerMarginSeconds };
  await runOnHost(dependencies, pool, host, run, signal);
}
